using System.Globalization;
using System.Text.Json.Serialization;

namespace Attune.Studies;

/// <summary>What a network is to remember, made up or read: the entry "task" of a study's data, in place of events of a shop.</summary>
sealed record StudyTask
{
    /// <summary>Which (<see cref="TokenTasks.Kinds"/>).</summary>
    public required string Kind { get; init; }

    /// <summary>Places of a sequence. Default 64.</summary>
    public int Length { get; init; } = 64;

    /// <summary>How much there is to remember: pairs, needles, links of a chain, candidates. Default 8.</summary>
    public int Pairs { get; init; } = 8;

    /// <summary>The fewest pairs of a sequence to learn from: each draws how many it has, from this up to <see cref="Pairs"/>; the test always has all. 0 (the default) for all in training, too.</summary>
    public int Fewest { get; init; }

    /// <summary>Tokens that there are; of a text its characters. Default 256.</summary>
    public int Vocabulary { get; init; } = 256;

    /// <summary>Sequences to learn from; of a text at most so many. Default 10,000.</summary>
    public int Sequences { get; init; } = 10_000;

    /// <summary>Sequences to be tested on, and as many to watch the training by. Default 1,000.</summary>
    public int TestSequences { get; init; } = 1000;

    /// <summary>Of a text: where the part that is used begins, as a share of it; null for its beginning.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? From { get; init; }

    /// <summary>Of a text: where that part ends; null for its end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? To { get; init; }

    internal string Protocol => Kind == TokenTasks.Text
        ? string.Create(CultureInfo.InvariantCulture, $"characters of {(From is null && To is null ? "a text" : $"the part from {From ?? 0} to {To ?? 1} of a text")} in sequences of {Length}, at most {Sequences:N0} of them; the last tenth is the test")
        : string.Create(CultureInfo.InvariantCulture, $"{Kind}: {(Fewest > 0 ? $"{Fewest} to {Pairs} ({Pairs} in the test)" : $"{Pairs}")} to remember in {Length} places, {Vocabulary} tokens, {Sequences:N0} sequences to learn from, {TestSequences:N0} for the test");

    internal void Check(string data)
    {
        if (!TokenTasks.Kinds.Contains(Kind)) throw new ArgumentException($"data {data}: there is no task '{Kind}'; there are {string.Join(", ", TokenTasks.Kinds)}.");
        foreach (var (name, value, least, most) in new[] { ("length", Length, 2, 100_000), ("pairs", Pairs, 1, 10_000), ("vocabulary", Vocabulary, 16, 1_000_000), ("sequences", Sequences, 1, 100_000_000), ("testSequences", TestSequences, 1, 10_000_000) })
            if (value < least || value > most) throw new ArgumentException($"data {data}: the task's {name} is {value}; it must be {least} to {most}.");
        if (Fewest < 0 || Fewest > Pairs) throw new ArgumentException($"data {data}: the task's fewest is {Fewest}; it must be 0 to its pairs, {Pairs}.");
        if ((From ?? 0) is var from && (To ?? 1) is var to && !(from >= 0 && from < to && to <= 1)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"data {data}: the task's part is from {from} to {to}; it must lie within 0 and 1, and its end after its beginning."));
        if (Kind != TokenTasks.Text && (From ?? To) is not null) throw new ArgumentException($"data {data}: from and to take a part of a text; {Kind} is made up, so leave them out.");
        if (TokenTasks.Complaint(this) is { } complaint) throw new ArgumentException($"data {data}: {complaint}.");
    }
}
