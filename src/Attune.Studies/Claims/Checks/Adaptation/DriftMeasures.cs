using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Tests where nothing changed, and choices where it is known what did.</summary>
static class DriftMeasures
{
    internal static double Level(int times, FitContext context) => Enum.GetValues<DiscrepancyKernel>().Max(kernel =>
    {
        double[] p = [.. Enumerable.Range(0, times).Select(t => new MeanDiscrepancy { Kernel = kernel, Permutations = 199, Seed = t }.Of(Same(30, 6, 2 * t), Same(40, 6, 2 * t + 1), 6, context).P).Order()];
        return p.Select((value, i) => Math.Max(Math.Abs((i + 1.0) / times - value), Math.Abs(value - (double)i / times))).Max();
    });

    internal static double Enrichment(int users, FitContext context)
    {
        var world = new PlantedDrift { Users = users, References = users / 4 }.Make();
        return Represented(world, context).Min(of =>
        {
            using var by = of;
            return world.Enrichment(SubsetSampler.Parse("top").Select(new SubsetTask { Candidates = world.Candidates, Count = world.Candidates.Count / 5, Representation = by, Context = context }));
        });
    }

    internal static double NearAndVaried(int users, FitContext context)
    {
        var world = new PlantedDrift { Users = users, References = users / 4 }.Make();
        return Represented(world, context).Max(of =>
        {
            using var by = of;
            var task = new SubsetTask { Candidates = world.Candidates, Count = world.Candidates.Count / 5, Representation = by, Context = context };
            var (diverse, top) = (SubsetReport.Of(SubsetSampler.Parse("diverse:0.05:mean"), task), SubsetReport.Of(SubsetSampler.Parse("top"), task));
            return Math.Max(diverse.Discrepancy / diverse.RandomDiscrepancy, diverse.Cosine / top.Cosine);
        });
    }

    internal static double ReferenceSize(FitContext context)
    {
        var world = new PlantedDrift { Users = 1000, References = 1000 }.Make();
        var few = world with { Reference = world.Reference.Take([.. Enumerable.Range(0, 100)]) };
        return Represented(world, context).Zip(Represented(few, context), (all, some) =>
        {
            using var _ = all;
            using var __ = some;
            return RankCorrelation(all.Scores.ToArray(), some.Scores.ToArray());
        }).Min();
    }

    // By what is in a chunk, and by the vectors of a model of what came before.
    static IEnumerable<Representation> Represented(PlantedWorld world, FitContext context)
    {
        yield return Representation.Tokens(world.Candidates, world.Reference, context: context);
        var known = world.Data.Where(e => world.Data.Events.Times[e] < PlantedDrift.ReferenceFrom.ToUnixTimeMilliseconds());
        yield return Representation.Dense(ItemVectorChunks.Of(new Als { Factors = 16, Iterations = 8 }.Fit(known, context)), world.Candidates, world.Reference, context: context);
    }

    // Spearman's: the correlation of ranks; scores are hardly ever equal.
    static double RankCorrelation(double[] a, double[] b)
    {
        var (x, y) = (Ranks(a), Ranks(b));
        var (mean, n) = ((x.Length - 1) / 2.0, x.Length);
        return Enumerable.Range(0, n).Sum(i => (x[i] - mean) * (y[i] - mean)) / x.Sum(r => (r - mean) * (r - mean));
    }

    static int[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        var ranks = new int[order.Length];
        for (var r = 0; r < order.Length; r++) ranks[order[r]] = r;
        return ranks;
    }

    static float[] Same(int count, int dimension, int seed)
    {
        var stream = ((Seed)seed).Derive("same").Stream();
        var rows = new float[count * dimension];
        foreach (ref var v in rows.AsSpan()) v = (float)(0.5 + stream.NextGaussian());
        return rows;
    }
}
