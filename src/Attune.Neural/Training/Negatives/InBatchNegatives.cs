using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Takes the targets of the whole batch as negatives of each of its positions: nothing is drawn. Items come as often as they occur, which the sampled softmax takes back
/// by the logarithm of their share of the training data.
/// </summary>
/// <param name="seed">The seed of the training; plays no part.</param>
/// <param name="counts">How often each item occurs in the training data, in the order of the catalog.</param>
sealed class InBatchNegatives(Seed seed, long[] counts) : NegativeSampler(seed, counts.Length)
{
    /// <inheritdoc/>
    protected override float[] LogQ { get; } = PopularityNegatives.Logarithms(PopularityNegatives.Shares(counts, 1));

    /// <summary>The targets, shared by all positions, whatever number is asked for.</summary>
    internal override Negatives Draw(long step, Tensor targets, int count, bool shared = true, OwnItems? own = null, int[]? numbers = null) => new(targets.Detach(), Tensor.Wrap(LogQ));

    /// <inheritdoc/>
    protected override long Next(ref RandomStream stream) => throw new NotSupportedException("Negatives from the batch are not drawn.");
}
