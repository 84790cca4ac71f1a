using System.Globalization;

namespace Attune.Studies;

/// <summary>Reads claims off the results of a study. No randomness, no clock: the same results always give the same verdicts.</summary>
sealed class ClaimReading(Study study, IReadOnlyList<CellResult> results)
{
    readonly CurveReading _curves = new(study, results);
    readonly GroupReading _groups = new(study, results);

    internal ClaimResult Of(ClaimEntry claim) => claim.Groups is not null ? _groups.Of(claim) : claim.Curves is not null ? _curves.Of(claim) : claim.IsReport ? Ranked(claim) : Compared(claim);

    /// <summary>The cells that a claim is read off and that are neither done nor failed.</summary>
    internal IEnumerable<StudyCell> OpenCells(ClaimEntry claim) => (claim.Groups is not null ? _groups.Cells(claim) : claim.Curves is not null ? _curves.Cells(claim) : Sides(claim).SelectMany(side => CellsOf(side.Data, side.Text, claim))).Distinct().Where(c => results.All(r => r.Cell != c));

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
        var right = pair.Value is { } number ? new ClaimSide(number.ToString(CultureInfo.InvariantCulture), false, new Dictionary<int, double> { [0] = number }) : Side(claim, pair.RightData ?? data, pair.Right!, claim.Metric);
        if (pair.RightData is { } other) right = right with { Name = $"{right.Name} on {other}" };
        if (pair.Times is { } times) right = right with { Name = string.Create(CultureInfo.InvariantCulture, $"{times} × ({right.Name})"), Values = right.Values.ToDictionary(v => v.Key, v => times * v.Value) };
        int[] seeds = left.IsSeeded || right.IsSeeded ? [.. Seeds(claim)] : [study.Spec.Seeds[0]];
        var sign = claim.Is == ClaimEntry.Better ? TrialRun.Sign(Metric(claim.Metric)) : 1;
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
        var (signLeft, signRight) = (TrialRun.Sign(Metric(claim.Metric)), TrialRun.Sign(Metric(metric)));
        double[] left = [.. done.Select(p => signLeft * p.Left.Mean)], right = [.. done.Select(p => signRight * p.Right.Mean)];
        return new ClaimResult(claim, new MeanInterval(done.Length < 2 ? double.NaN : KendallTau.Of(left, right), double.NaN, double.NaN, done.Length), pairs.Length, Verdict.Reported)
        {
            Pairs = pairs,
            Left = [.. done.Zip(left).OrderByDescending(p => p.Second).Select(p => p.First.Left.Name)],
            Right = [.. done.Zip(right).OrderByDescending(p => p.Second).Select(p => p.First.Right.Name)],
        };
    }

    ClaimSide Side(ClaimEntry claim, string data, string text, string metric)
    {
        ClaimSide[] terms = [.. ClaimTerm.All(text).Select(t => Term(claim, data, t, metric))];
        if (terms.Length == 1) return terms[0];
        var both = terms[0].Values.Keys.Intersect(terms[1].Values.Keys);
        return new ClaimSide($"{terms[0].Name} - {terms[1].Name}", true, both.ToDictionary(s => s, s => terms[0].Values[s] - terms[1].Values[s]));
    }

    ClaimSide Term(ClaimEntry claim, string data, ClaimTerm term, string metric)
    {
        var models = term.Models(study, data);
        if (term.Kind == ClaimTerm.Kinds.One) return Model(claim, data, models[0], metric);
        if (term.Kind == ClaimTerm.Kinds.Best) return Best(data, models) is { } best ? Model(claim, data, best, metric) with { Name = $"{best}, the best of {term.Pattern}" } : new ClaimSide($"best {term.Pattern}", true, new Dictionary<int, double>());
        ClaimSide[] all = [.. models.Select(m => Model(claim, data, m, metric))];
        return new ClaimSide($"spread {term.Pattern}", true, all[0].Values.Keys.Where(s => all.All(a => a.Values.ContainsKey(s))).ToDictionary(s => s, s => all.Max(a => a.Values[s]) - all.Min(a => a.Values[s])));
    }

    // By what its training was watched by, so that the test chooses nothing; null while one of them has not been trained. One that failed, as by diverging, is not the best.
    string? Best(string data, IReadOnlyList<string> models)
    {
        var of = study.Spec.Data.First(d => d.Name == data);
        var sign = TrialRun.Sign(of.Task is { } task ? StudyMetric.Watched(task) : study.Spec.WatchedOn(of));
        CellResult[] done = [.. models.Select(m => results.FirstOrDefault(r => r.Cell == new StudyCell(data, m, study.Spec.Seeds[0]))).OfType<CellResult>()];
        return done.Length < models.Count ? null : done.Where(r => !r.Failed && !double.IsNaN(Watched(r, sign))).MaxBy(r => Watched(r, sign))?.Cell.Model;
    }

    // A training by its best epoch, a search by its best trial.
    static double Watched(CellResult result, int sign) => result.Curve.Count > 0 ? result.Curve.Max(p => sign * p.Value) : sign * (TunedNote.Read(result.Notes)?.Watched ?? double.NaN);

    ClaimSide Model(ClaimEntry claim, string data, string model, string metric)
    {
        HashSet<StudyCell> cells = [.. Cells(data, model, claim)];
        var values = results.Where(r => !r.Failed && cells.Contains(r.Cell)).Select(r => (r.Cell.Seed, Value: ReadMetrics.ValueOf(study, r, results, metric))).Where(v => double.IsFinite(v.Value));
        return new ClaimSide(model, study.IsSeeded(data, model), values.ToDictionary(v => v.Seed, v => v.Value));
    }

    static IEnumerable<(string Data, string Text)> Sides(ClaimEntry claim) => claim.IsReport
        ? [.. claim.Left.Select(m => (claim.Data!, m)), .. claim.RightModels.Select(m => (claim.RightData ?? claim.Data!, m))]
        : claim.Pairs.SelectMany(p => new (string Data, string? Text)[] { (claim.DataOf(p)!, p.Left), (p.RightData ?? claim.DataOf(p)!, p.Right) }.Where(s => s.Text is not null).Select(s => (s.Data, s.Text!)));

    // Which of several is the best shows once all have been trained under the first seed; the other seeds are for that one.
    IEnumerable<StudyCell> CellsOf(string data, string text, ClaimEntry claim) => ClaimTerm.All(text).SelectMany(term => term.Kind == ClaimTerm.Kinds.Best
        ? [.. term.Models(study, data).SelectMany(m => Cells(data, m, claim).Where(c => c.Seed == study.Spec.Seeds[0])), .. Best(data, term.Models(study, data)) is { } best ? Cells(data, best, claim) : []]
        : term.Models(study, data).SelectMany(m => Cells(data, m, claim)));

    IEnumerable<StudyCell> Cells(string data, string model, ClaimEntry claim)
    {
        var seeds = Seeds(claim);
        return study.Cells.Where(c => c.Data == data && c.Model == model && seeds.Contains(c.Seed));
    }

    IEnumerable<int> Seeds(ClaimEntry claim) => study.Spec.Seeds.Take(claim.Seeds ?? study.Spec.Seeds.Count);

    IMetric Metric(string name) => study.Metrics.Concat(ReadMetrics.Of(study)).First(m => m.Name == name);
}
