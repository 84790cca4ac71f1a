using Attune.Numerics;

namespace Attune.Neural;

/// <summary>How sequences are dealt into batches.</summary>
/// <param name="Length">The longest input, from 1; of longer sequences the newest items are taken.</param>
/// <param name="Size">Sequences in a batch, from 1; the last batch of an epoch may have fewer.</param>
/// <param name="Seed">Decides the order, with the number of the epoch alone.</param>
sealed record BatchOptions(int Length, int Size, Seed Seed)
{
    internal Padding Padding { get; init; } = Padding.Bucketed;

    /// <summary>Batches in a window within which sequences are sorted by length: more waste less padding, fewer mix sequences better.</summary>
    internal int Window { get; init; } = 32;

    /// <summary>Where batches are made.</summary>
    internal Device Device { get; init; }
}
