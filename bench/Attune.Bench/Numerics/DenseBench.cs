using Attune.Numerics;
using BenchmarkDotNet.Attributes;

namespace Attune.Bench;

/// <summary>Products, factors and inverses of square matrices on all processors.</summary>
[MemoryDiagnoser]
public class DenseBench
{
    readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
    float[] _a = [], _c = [], _definite = [];

    /// <summary>Rows and columns.</summary>
    [Params(960, 1920)]
    public int N { get; set; }

    /// <summary>Draws the matrices.</summary>
    [GlobalSetup]
    public void Draw()
    {
        (_a, _c, _definite) = (Drawn.Normal(N * N, 1), new float[N * N], new float[N * N]);
        Gemm.Add(1f / N, Whole(_a), Whole(_a), Whole(_definite));
        for (var i = 0; i < N; i++) _definite[i * N + i] += 1;
    }

    /// <summary>2 · N³ operations.</summary>
    [Benchmark]
    public void Product() => Gemm.Add(1e-9f, Whole(_a), Whole(_a), Whole(_c), parallel: _parallel);

    /// <summary>N³/3 operations.</summary>
    [Benchmark]
    public void CholeskyFactor()
    {
        _definite.CopyTo(_c, 0);
        Cholesky.Factor(_c, N, _parallel);
    }

    /// <summary>N³ operations.</summary>
    [Benchmark]
    public void InverseOf()
    {
        _definite.CopyTo(_c, 0);
        Inverse.Of(_c, N, _parallel);
    }

    Dense Whole(float[] values) => new(values, N, N);
}
