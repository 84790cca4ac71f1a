using Attune.Numerics;

namespace Attune.Bench;

/// <summary>Numbers to work on: normal, the same in every run.</summary>
static class Drawn
{
    internal static float[] Normal(int count, int seed)
    {
        var stream = ((Seed)seed).Stream();
        var values = new float[count];
        foreach (ref var v in values.AsSpan()) v = (float)stream.NextGaussian();
        return values;
    }
}
