namespace Attune.Studies;

/// <summary>
/// Single models and ensembles on one data set of a study, held against one comparator: the tuned single model that was best on the validation data, so that the test chooses nothing.
/// </summary>
/// <param name="Data">The data.</param>
/// <param name="Metric">By what they are compared.</param>
/// <param name="Single">The comparator.</param>
/// <param name="All">All of them with results, the comparator among them, in the order of the study.</param>
sealed record Contest(StudyData Data, IMetric Metric, Contender Single, IReadOnlyList<Contender> All)
{
    /// <summary>Null where the data has no ensemble, or no tuned single model to hold it against.</summary>
    internal static Contest? Of(Study study, StudyData data, IReadOnlyList<CellResult> results)
    {
        CellResult[] here = [.. results.Where(r => r.Cell.Data == data.Name && !r.Failed)];
        var models = study.Spec.Models.Where(m => here.Any(r => r.Cell.Model == m.Label)).ToDictionary(m => m.Label, m => KindOf(study, m));
        if (!models.Values.Any(k => k is ContenderKind.Ensemble or ContenderKind.EnsembleOfTuned)) return null;
        var metric = study.Spec.WatchedOn(data);
        var sign = TrialRun.Sign(metric);
        // Only of what has been searched under every seed so far, else an easier draw of the parts would decide.
        var seeds = models.Where(m => m.Value == ContenderKind.TunedSingle).Select(m => here.Where(r => r.Cell.Model == m.Key).ToArray()).ToArray();
        if (seeds.Length == 0) return null;
        var best = seeds.Where(s => s.Length == seeds.Max(o => o.Length)).MaxBy(s => s.Average(r => sign * (TunedNote.Read(r.Notes)?.Watched ?? double.NaN)))!;
        var at = study.Metrics.ToList().FindIndex(m => m.Name == metric.Name);
        var single = ContenderOf(best[0].Cell.Model);
        return new Contest(data, metric, single, [.. models.Keys.Select(m => m == single.Model ? single.Over(single) : ContenderOf(m).Over(single)).Where(c => c.Seeds > 0)]);

        Contender ContenderOf(string model)
        {
            // Seeds that the comparator has, too: another draw of the parts is not the same exam. A model that draws none stands for every seed.
            (CellResult Own, CellResult Theirs)[] pairs = [.. best.Select(b => (Own: here.FirstOrDefault(r => r.Cell.Model == model && (r.Cell.Seed == b.Cell.Seed || !study.IsSeeded(data.Name, model))), b)).Where(p => p.Own is not null).Select(p => (p.Own!, p.b))];
            double[] own = [.. pairs.Select(p => p.Own.Values[at])], theirs = [.. pairs.Select(p => p.Theirs.Values[at])];
            if (pairs.Length == 0) return new Contender(model, models[model], double.NaN, double.NaN, double.NaN, 0);
            var gain = 100 * sign * (own.Average() - theirs.Average()) / theirs.Average();
            var costs = pairs.Select(p => (p.Own, Cost: CellCost.Of(study, p.Own, results))).Where(c => c.Cost is not null).Select(c => (c.Own, c.Cost!)).ToArray();
            return new Contender(model, models[model], own.Average(), gain, Significance.PairedT([.. own.Zip(theirs, (a, b) => a - b)]), pairs.Length).With(costs.Length == pairs.Length ? costs : []);
        }
    }

    /// <summary>The points of energy and gain that nothing cheaper reaches, by rising energy.</summary>
    internal IReadOnlyList<Contender> Front()
    {
        var reached = CostReport.Front(All.Where(c => double.IsFinite(c.WattHours) && double.IsFinite(c.Gain)).Select(c => (c.WattHours, c.Gain)));
        return [.. reached.Select(p => All.First(c => c.WattHours == p.X && c.Gain == p.Y))];
    }

    static ContenderKind KindOf(Study study, StudyModel model) => TunedMembers.IsOfMembers(study.Trainers[model.Label]) ? model.Members.Count > 0 ? ContenderKind.EnsembleOfTuned : ContenderKind.Ensemble
        : model.Tune is null ? ContenderKind.Single : ContenderKind.TunedSingle;
}
