using BenchmarkDotNet.Attributes;

namespace Attune.Bench;

/// <summary>The ten best items of many users at once, by a model that is an inner product, and one by one.</summary>
[MemoryDiagnoser]
public class TopNBench
{
    const int Users = 2_000, Items = 10_000;

    IRecommender? _model;

    /// <summary>Trains a model on drawn events.</summary>
    [GlobalSetup]
    public void Train()
    {
        var stream = ((Attune.Numerics.Seed)1).Stream();
        var data = new DatasetBuilder { Name = "drawn" };
        for (var u = 0; u < Users; u++)
            for (var e = 0; e < 50; e++) data.Add(new Interaction($"u{u}", $"i{stream.NextInt(Items)}"));
        _model = new Als { Iterations = 2 }.Fit(data.Build());
    }

    /// <summary>All users in blocks, on all processors.</summary>
    [Benchmark]
    public int ForAll() => TopN.ForAll(_model!).Count();

    /// <summary>One user.</summary>
    [Benchmark]
    public int ForOne() => TopN.For(_model!, Query.For(7), 10).Items.Count;
}
