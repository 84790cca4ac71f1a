using System.Globalization;

namespace Attune.Studies;

/// <summary>Reads claims off the results of a study. No randomness, no clock: the same results always give the same verdicts.</summary>
sealed class ClaimReading(Study study, IReadOnlyList<CellResult> results)
{
    internal ClaimResult Of(ClaimEntry claim) => claim.IsReport ? Ranked(claim) : Compared(claim);

    /// <summary>The cells that a claim is read off and that are neither done nor failed.</summary>
    internal IEnumerable<StudyCell> OpenCells(ClaimEntry claim) => Sides(claim).SelectMany(side => Cells(side.Data, side.Model, claim)).Distinct().Where(c => results.All(r => r.Cell != c));

    ClaimResult Compared(ClaimEntry claim)
    {
        PairResult[] pairs = [.. claim.Pairs.Select(pair => Of(claim, pair))];
        var found = MeanInterval.Of([.. pairs.SelectMany(p => p.Differences)]);
        return new ClaimResult(claim, found, pairs.Sum(p => p.Expected), Verdict.Of(claim.Is, claim.Margin ?? 0, found)) { Pairs = pairs };
    }

    PairResult Of(ClaimEntry claim, ClaimPair pair)
    {
        var data = claim.DataOf(pair)!;
        var left = Side(claim, data, pair.Left, claim.Metric);
        var right = pair.Value is { } number ? new ClaimSide(number.ToString(CultureInfo.InvariantCulture), false, new Dictionary<int, double> { [0] = number }) : Side(claim, data, pair.Right!, claim.Metric);
        int[] seeds = left.IsSeeded || right.IsSeeded ? [.. Seeds(claim)] : [study.Spec.Seeds[0]];
        var sign = claim.Is == ClaimEntry.Better ? TrialRun.Sign(study.Metrics[Index(claim.Metric)]) : 1;
        var differences = seeds.Where(s => left.At(s) is not null && right.At(s) is not null).Select(s => Difference(left.At(s)!.Value, right.At(s)!.Value)).ToList();
        // Where the two sides have been trained with other seeds so far, their means are all that can be compared.
        if (differences.Count == 0 && left.Values.Count > 0 && right.Values.Count > 0) differences.Add(Difference(left.Mean, right.Mean));
        return new PairResult(data, left, right, [.. differences.Where(double.IsFinite)], seeds.Length);

        double Difference(double l, double r) => sign * (l - r) / (claim.Relative ? Math.Abs(r) : 1);
    }

    ClaimResult Ranked(ClaimEntry claim)
    {
        var (data, metric) = (claim.RightData ?? claim.Data!, claim.RightMetric ?? claim.Metric);
        PairResult[] pairs = [.. claim.Left.Zip(claim.RightModels, (left, right) => new PairResult(claim.Data!, Side(claim, claim.Data!, left, claim.Metric), Side(claim, data, right, metric), [], 1))];
        PairResult[] done = [.. pairs.Where(p => double.IsFinite(p.Left.Mean) && double.IsFinite(p.Right.Mean))];
        // Both rankings are from the better to the worse, also where one metric falls as the other rises.
        var (signLeft, signRight) = (TrialRun.Sign(study.Metrics[Index(claim.Metric)]), TrialRun.Sign(study.Metrics[Index(metric)]));
        double[] left = [.. done.Select(p => signLeft * p.Left.Mean)], right = [.. done.Select(p => signRight * p.Right.Mean)];
        return new ClaimResult(claim, new MeanInterval(done.Length < 2 ? double.NaN : KendallTau.Of(left, right), double.NaN, double.NaN, done.Length), pairs.Length, Verdict.Reported)
        {
            Pairs = pairs,
            Left = [.. done.Zip(left).OrderByDescending(p => p.Second).Select(p => p.First.Left.Name)],
            Right = [.. done.Zip(right).OrderByDescending(p => p.Second).Select(p => p.First.Right.Name)],
        };
    }

    ClaimSide Side(ClaimEntry claim, string data, string model, string metric)
    {
        HashSet<StudyCell> cells = [.. Cells(data, model, claim)];
        var values = results.Where(r => !r.Failed && cells.Contains(r.Cell)).Select(r => (r.Cell.Seed, Value: r.Values[Index(metric)])).Where(v => double.IsFinite(v.Value));
        return new ClaimSide(model, SeededTrainer.IsSeeded(study.Trainers[model]), values.ToDictionary(v => v.Seed, v => v.Value));
    }

    static IEnumerable<(string Data, string Model)> Sides(ClaimEntry claim) => claim.IsReport
        ? [.. claim.Left.Select(m => (claim.Data!, m)), .. claim.RightModels.Select(m => (claim.RightData ?? claim.Data!, m))]
        : claim.Pairs.SelectMany(p => new[] { p.Left, p.Right }.OfType<string>().Select(m => (claim.DataOf(p)!, m)));

    IEnumerable<StudyCell> Cells(string data, string model, ClaimEntry claim)
    {
        var seeds = Seeds(claim);
        return study.Cells.Where(c => c.Data == data && c.Model == model && seeds.Contains(c.Seed));
    }

    IEnumerable<int> Seeds(ClaimEntry claim) => study.Spec.Seeds.Take(claim.Seeds ?? study.Spec.Seeds.Count);

    int Index(string metric) => study.Metrics.ToList().FindIndex(m => m.Name == metric);
}
