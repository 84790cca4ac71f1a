using Attune.Numerics;

namespace Attune;

/// <summary>Encoded click rows, in memory or in a file that is larger than it.</summary>
public interface IClickSource
{
    /// <summary>The fields of the rows.</summary>
    ClickFields Fields { get; }

    /// <summary>Number of rows.</summary>
    long Count { get; }

    /// <summary>Names the rows: unequal rows, unequal names. A checkpoint must not go on with others.</summary>
    string Fingerprint { get; }

    /// <summary>How many batches of this size an epoch has.</summary>
    int StepsOf(int size);

    /// <summary>
    /// The rows of one step of an epoch: every row comes once in an epoch, in an order that follows from seed and epoch alone. Steps may be asked for in any order; one after another is fast.
    /// </summary>
    ClickRows Batch(int size, Seed seed, int epoch, int step);

    /// <summary>All rows in their order, in blocks of at most <paramref name="size"/>.</summary>
    IEnumerable<ClickRows> Blocks(int size);
}
