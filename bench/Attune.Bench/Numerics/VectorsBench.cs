using Attune.Numerics;
using BenchmarkDotNet.Attributes;

namespace Attune.Bench;

/// <summary>One inner product and one scaled sum.</summary>
[MemoryDiagnoser]
public class VectorsBench
{
    float[] _x = [], _y = [];

    /// <summary>The length of both vectors.</summary>
    [Params(64, 256)]
    public int Length { get; set; }

    /// <summary>Draws the vectors.</summary>
    [GlobalSetup]
    public void Draw() => (_x, _y) = (Drawn.Normal(Length, 1), Drawn.Normal(Length, 2));

    /// <summary>2 · Length operations.</summary>
    [Benchmark]
    public float Dot() => Vectors.Dot(_x, _y);

    /// <summary>2 · Length operations.</summary>
    [Benchmark]
    public void Axpy() => Vectors.Axpy(1e-9f, _x, _y);
}
