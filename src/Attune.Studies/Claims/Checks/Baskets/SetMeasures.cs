using Attune.Neural;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>The set network beside loops, other orders and other neighbours.</summary>
static class SetMeasures
{
    const int Width = 16, Heads = 4;
    static readonly Case s_small = new() { Width = Width, Heads = Heads, InducingPoints = 8 };

    internal static double Order() => SetChecks.OrderError(s_small);

    internal static double Padding() => SetChecks.PaddingError(s_small);

    internal static double Growth(CheckSize size) => SetChecks.Times(size == CheckSize.Full ? new Case() : s_small with { Width = 64 }, [64, 1024]) is var times ? times[1024] / times[64] : 0;

    internal static double Kernels()
    {
        using var pass = new ScoringPass();
        using var network = (CaseNetwork)((IRepeatTrainer)s_small).Network(new Init(5), 1, 30);
        var stream = ((Seed)7).Stream();
        var (items, times) = (new List<int>(), new List<long>());
        for (var e = 0; e < 200; e++)
        {
            items.Add(stream.NextInt(30));
            times.Add((400 - stream.NextInt(370)) * 86_400_000L);
        }
        var batch = new RepeatBatch([PurchaseHistory.Of([.. items], [.. times], 401)], [0], 30);
        return (network.Kernels!.Sparse(batch) - network.Kernels.Dense(batch)).Abs().Max().Item();
    }

    internal static double Attention()
    {
        using var pass = new ScoringPass();
        using var mab = new Mab(new Init(3), Width, Width, Width, Heads);
        var weights = new Weights();
        mab.Export(weights);
        var stream = ((Seed)11).Stream();
        var (asks, told) = (Drawn(5), Drawn(7));
        bool[] padding = [false, false, true, false, true, false, false];
        var found = mab.Forward(Tensor.Of<float>([.. asks.SelectMany(r => r)]).Reshape(1, 5, Width), Tensor.Of<float>([.. told.SelectMany(r => r)]).Reshape(1, 7, Width), Tensor.Of<bool>(padding).Reshape(1, 7)).ToArray<float>();
        var none = mab.Forward(Tensor.Of<float>([.. asks.SelectMany(r => r)]).Reshape(1, 5, Width), Tensor.Of<float>([.. told.SelectMany(r => r)]).Reshape(1, 7, Width), Tensor.Of<bool>([.. padding.Select(_ => true)]).Reshape(1, 7)).ToArray<float>();
        if (!none.All(float.IsFinite)) return 1;
        var expected = SetLoops.Mab(weights, asks, [.. told.Where((_, m) => !padding[m])], Heads);
        return expected.SelectMany(r => r).Zip(found, (a, b) => Math.Abs(a - b)).Max();

        float[][] Drawn(int count) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, Width).Select(_ => (float)stream.NextGaussian()).ToArray())];
    }
}
