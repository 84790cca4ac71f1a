using Attune.Numerics;
using BenchmarkDotNet.Attributes;

namespace Attune.Bench;

/// <summary>The ten best of a catalog.</summary>
[MemoryDiagnoser]
public class TopKBench
{
    readonly int[] _best = new int[10];
    float[] _scores = [];
    int[] _indices = [];

    /// <summary>How many scores there are.</summary>
    [Params(3_000, 27_000)]
    public int Items { get; set; }

    /// <summary>Draws the scores.</summary>
    [GlobalSetup]
    public void Draw() => (_scores, _indices) = (Drawn.Normal(Items, 1), [.. Enumerable.Range(0, Items)]);

    /// <summary>One pass over the scores.</summary>
    [Benchmark]
    public int Select() => TopK.Select(_scores, _indices, _best);
}
