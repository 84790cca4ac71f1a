using System.Globalization;
using System.Text.Json.Serialization;

namespace Attune.Studies;

/// <summary>
/// The time of some data, cut at dates: all before the first is what every model is trained on at the beginning; then each stretch brings new events, of which a model may learn, and the one after it is what
/// the model is measured on, every event of it asked from those before.
/// </summary>
sealed record StudyPeriods
{
    /// <summary>The ends of the first stretch and of each that follows, ascending, as dates: 2011-06-01. Three or more.</summary>
    public required IReadOnlyList<string> At { get; init; }

    /// <summary>Events of a chunk, from 2 on. Default 50.</summary>
    public int Chunk { get; init; } = 50;

    /// <summary>Events that a chunk needs, so that chunks of one length can be compared; null for 2.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Least { get; init; }

    /// <summary>How many chunks stand for the present, drawn from the newest of the new ones. Default 100.</summary>
    public int Reference { get; init; } = 100;

    /// <summary>How many days before the end of a stretch are the present. Default 30.</summary>
    public double Recent { get; init; } = 30;

    /// <summary>Each user's events that are asked in a stretch, at most, from the first. Null for all.</summary>
    public int? Asked { get; init; }

    internal DateTimeOffset[] Ends => [.. At.Select(Parse)];

    /// <summary>How often a model is brought up to date.</summary>
    internal int Updates => At.Count - 2;

    internal string Protocol => string.Create(CultureInfo.InvariantCulture, $"trained on all before {At[0]}; {Updates} updates from chunks of {(Least is { } least ? $"{least} to" : "up to")} {Chunk} events; after each, every event of the next stretch {(Asked is { } most ? $"(a user's first {most}) " : "")}is asked from those before it, the whole catalog ranked");

    internal void Check(string data)
    {
        if (At.Count < 3) throw new ArgumentException($"data {data}: periods.at has {At.Count} dates; it needs at least 3: the end of the first stretch, of one that brings new events, and of one that is measured.");
        DateTimeOffset?[] ends = [.. At.Select(a => TryParse(a, out var end) ? end : (DateTimeOffset?)null)];
        if (Array.IndexOf(ends, null) is >= 0 and var wrong) throw new ArgumentException($"data {data}: periods.at: '{At[wrong]}' is not a date, as 2011-06-01.");
        for (var i = 1; i < ends.Length; i++)
            if (ends[i] <= ends[i - 1]) throw new ArgumentException($"data {data}: periods.at: {At[i]} is not after {At[i - 1]}; write the dates in order.");
        if (Chunk < 2) throw new ArgumentException($"data {data}: periods.chunk is {Chunk}; it must be 2 or more: one event to read and one to foretell.");
        if (Least is < 2 || Least > Chunk) throw new ArgumentException($"data {data}: periods.least is {Least}; it must be from 2 to the chunk's {Chunk}.");
        if (Reference < 1 || !(Recent > 0)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"data {data}: periods.reference is {Reference} and recent is {Recent}; they must be at least 1 and above 0."));
        if (Asked is < 1) throw new ArgumentException($"data {data}: periods.asked is {Asked}; it must be 1 or more, or left out for all.");
    }

    static DateTimeOffset Parse(string text) => TryParse(text, out var date) ? date : throw new FormatException(text);

    static bool TryParse(string text, out DateTimeOffset date) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out date);
}
