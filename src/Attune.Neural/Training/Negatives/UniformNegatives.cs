using Attune.Numerics;

namespace Attune.Neural;

/// <summary>Draws all items with equal probability.</summary>
sealed class UniformNegatives(Seed seed, int items) : NegativeSampler(seed, items)
{
    /// <inheritdoc/>
    protected override long Next(ref RandomStream stream) => 1 + stream.NextInt(Items);
}
