namespace Attune.Studies;

/// <summary>How the processor time of choosing grows: other work on the machine does not count.</summary>
static class GrowthMeasures
{
    static readonly string[] s_forms = ["top", "weighted", "knn-weighted", "diverse"];

    internal static double Exponent(int candidates, FitContext context)
    {
        var (few, many) = (Seconds(candidates, context), Seconds(4 * candidates, context));
        return s_forms.Select((_, f) => Math.Log(many[f] / few[f]) / Math.Log(4)).Max();
    }

    // Representing is not counted: the vectors here are made up. The store is on the disk for both numbers, so that both read in the same way.
    static double[] Seconds(int candidates, FitContext context)
    {
        var all = DrawnChunks.Chunks(candidates + 100);
        var own = all.Take([.. Enumerable.Range(0, candidates)]);
        using var by = Representation.Dense(new DrawnChunks(32), own, all.Take([.. Enumerable.Range(candidates, 100)]), ceilingBytes: 0, context);
        return [.. s_forms.Select(form => Enumerable.Range(0, 3).Min(run =>
        {
            var start = Environment.CpuUsage.TotalTime;
            SubsetSampler.Parse(form).Select(new SubsetTask { Candidates = own, Count = candidates / 5, Representation = by, Seed = run, Context = context with { Progress = null } });
            return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        }))];
    }
}
