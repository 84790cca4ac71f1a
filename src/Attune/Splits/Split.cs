using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Data parted for an honest measurement. <see cref="Test"/> continues the numbering of <see cref="Train"/>: shared users and items have equal
/// indices, those that training does not know follow. Random ways of splitting draw by the ids of user and item, not by position: the order of
/// the rows does not matter, and users that are added later do not change the parts of those who were there.
/// </summary>
/// <param name="Method">How it was made, as it would be asked for: "time:0.2".</param>
/// <param name="Train">What models are fitted on.</param>
/// <param name="Test">What is held out.</param>
public sealed partial record Split(string Method, Dataset Train, Dataset Test)
{
    const string LooksAhead = "Training can hold events that are newer than held-out ones: models look into the future, and results tend to be better than a shop will see. time:0.2 does not do this.";

    /// <summary>For splits by user: what is known of test users that training has not seen (numbered as <see cref="Test"/>); null elsewhere.</summary>
    public Dataset? History { get; init; }

    /// <summary>Which of several folds this is, from 1; 0 where there is only one split.</summary>
    public int Fold { get; init; }

    /// <summary>What a reader of results must know about this way of splitting.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// Parts the training data again, by a text as in <see cref="Parse"/>: tune on these parts, so that <see cref="Test"/> is looked at once.
    /// </summary>
    public IReadOnlyList<Split> Inner(string text, int seed = 42) =>
        [.. Parse(text, Train, (int)((Seed)seed).Derive(Method).Value).Select(s => s with { Method = $"{Method} > {s.Method}" })];

    internal enum Part : byte { Train, Test, History }

    /// <summary>Parts <paramref name="data"/> by a rule over event positions, asked once for each.</summary>
    internal static Split Where(string method, Dataset data, Func<int, bool> isTest) => Where(method, data, e => isTest(e) ? Part.Test : Part.Train);

    /// <inheritdoc cref="Where(string, Dataset, Func{int, bool})"/>
    internal static Split Where(string method, Dataset data, Func<int, Part> partOf)
    {
        var parts = new Part[data.Count];
        for (var e = 0; e < parts.Length; e++) parts[e] = partOf(e);
        var train = data.Where(e => parts[e] == Part.Train);
        // Test and history share one numbering, so both are numbered after all that is held out.
        var held = data.WhereExtending(train, e => parts[e] != Part.Train);
        var hasHistory = parts.Contains(Part.History);
        var test = hasHistory ? data.WhereExtending(held, e => parts[e] == Part.Test) : held;
        if (train.Count == 0 || test.Count == 0)
            throw new DataException(Say($"{data.Name}: the split {method} leaves {train.Count:N0} events to train on and {test.Count:N0} to test on; both need some. Choose another share, another seed or another way to split."));
        return new Split(method, train, test) { History = hasHistory ? data.WhereExtending(held, e => parts[e] == Part.History) : null };
    }

    static void CheckShare(double share, string name)
    {
        if (!(share > 0 && share < 1)) throw new ArgumentOutOfRangeException(name, share, "The share to hold out must lie between 0 and 1, as in 0.2.");
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
