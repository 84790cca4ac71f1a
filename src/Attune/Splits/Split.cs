namespace Attune;

/// <summary>
/// Data parted for an honest measurement. <see cref="Test"/> continues the numbering of <see cref="Train"/>: shared users and items have equal
/// indices, those that training does not know follow.
/// </summary>
/// <param name="Method">How it was made, as it would be asked for: "time:0.2".</param>
/// <param name="Train">What models are fitted on.</param>
/// <param name="Test">What is held out.</param>
public sealed partial record Split(string Method, Dataset Train, Dataset Test)
{
    /// <summary>For splits by user: what is known of test users that training has not seen (numbered as <see cref="Test"/>); null elsewhere.</summary>
    public Dataset? History { get; init; }

    /// <summary>What a reader of results must know about this way of splitting.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Parts <paramref name="data"/> by a rule over event positions.</summary>
    internal static Split Where(string method, Dataset data, Func<int, bool> isTest)
    {
        var train = data.Where(e => !isTest(e));
        var test = data.WhereExtending(train, isTest);
        if (train.Count == 0 || test.Count == 0)
            throw new DataException($"{data.Name}: the split {method} leaves {train.Count} events to train on and {test.Count} to test on; both need some. Choose another share.");
        return new Split(method, train, test);
    }
}
