using Attune.Numerics;

namespace Attune.Neural;

/// <summary>The random masks of dropout, numbered: mask n depends on the seed and n alone, so a training that goes on from a checkpoint draws what it would have drawn.</summary>
public sealed class MaskSource(Seed seed)
{
    /// <summary>How many masks were drawn; set it to go on from a checkpoint.</summary>
    public long Position { get; set; }

    /// <summary>A mask like <paramref name="like"/>: 1 / (1 − <paramref name="rate"/>) with probability 1 − rate, else 0.</summary>
    public Tensor Draw(Tensor like, double rate)
    {
        var stream = seed.Derive(Position++).Stream();
        var values = new float[like.Count];
        var kept = (float)(1 / (1 - rate));
        foreach (ref var v in values.AsSpan()) v = stream.NextDouble() < rate ? 0 : kept;
        return Tensor.Wrap(values, like.Shape).To(like.DType).To(like.Device);
    }
}
