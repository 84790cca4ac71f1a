namespace Attune;

/// <summary>The work behind <see cref="Comparison.Run"/>.</summary>
sealed class ComparisonRun(IReadOnlyList<ITrainer> models, IReadOnlyList<Split> splits, IReadOnlyList<IMetric> metrics, EvaluationOptions options, int seeds, FitContext context)
{
    // Intervals are drawn once, over the merged runs.
    readonly EvaluationOptions _quick = options with { BootstrapSamples = 0 };
    readonly List<string> _notes = [];
    readonly int _fits = splits.Count * models.Sum(m => SeededTrainer.IsSeeded(m) ? seeds : 1);
    int _done;

    internal Comparison Run()
    {
        var labels = Array.ConvertAll(SeededTrainer.Labels(models), label => Reordering.Named(label, options.Rerank));
        var rows = new List<ComparedModel>();
        foreach (var folds in splits.GroupBy(s => s.Method, StringComparer.Ordinal))
            for (var m = 0; m < models.Count; m++)
                if (Row(models[m], labels[m], folds.Key, [.. folds]) is { } row) rows.Add(row);
        if (rows.Count == 0) throw new DataException($"No model could be measured: {string.Join(" ", _notes)}");
        var tests = ComparisonTests.Of(rows, metrics, options, context);
        var flips = ComparisonTests.Flips(rows, metrics, tests, options);
        return new Comparison([.. metrics.Select(m => m.Name)], rows) { Tests = tests, Flips = flips, Notes = [.. _notes, .. NotesOf(rows), .. flips.Count > 0 ? WithoutLists(rows) : []] };
    }

    // A flip that reach explains is not one of taste: a split that makes more users unknown favours whoever answers everybody.
    static IEnumerable<string> WithoutLists(List<ComparedModel> rows) =>
        from split in rows.GroupBy(r => r.Split)
        let most = split.MaxBy(r => r.Scores.EmptyLists)!
        where split.Min(r => r.Scores.EmptyLists) < most.Scores.EmptyLists
        select $"{split.Key}: {most.Model} has no list for {most.Scores.EmptyLists} of {most.Scores.Users} test users and other models have, which alone can turn the order round; KnownUsersOnly (--known-users) measures without users whom training does not know.";

    ComparedModel? Row(ITrainer trainer, string label, string method, Split[] folds)
    {
        try
        {
            return Measure(trainer, label, method, folds);
        }
        catch (Exception e) when (e is DataException or OptionsException)
        {
            _notes.Add($"{label} was left out of {method}: {e.Message}");
            return null;
        }
    }

    ComparedModel Measure(ITrainer trainer, string label, string method, Split[] folds)
    {
        var runs = new List<Scores>();
        var perSeed = new List<Scores>();
        var fitSeconds = new List<double>();
        foreach (var seeded in SeededTrainer.Seeds(trainer, seeds))
        {
            var parts = new List<Scores>();
            foreach (var fold in folds)
            {
                var (model, seconds) = Fit(seeded, fold, NameOf(label, method));
                fitSeconds.Add(seconds);
                parts.Add(Score(model, fold, NameOf(label, method)));
                context.Report("models", ++_done, _fits);
            }
            parts = [.. parts.Select((scores, f) => scores with { Notes = NotesOf(parts, f, folds) })];
            runs.AddRange(parts);
            perSeed.Add(ScoresMerge.Of(parts, metrics, label, method, 1, _quick, context.Parallel));
        }
        var merged = ScoresMerge.Of(runs, metrics, label, method, perSeed.Count, options, context.Parallel);
        return new ComparedModel(label, method, merged)
        {
            Seeds = perSeed.Count,
            SeedDeviations = perSeed.Count == 1 ? [] : [.. metrics.Select((_, m) => Deviation([.. perSeed.Select(s => s.Metrics[m].Value)]))],
            FitSeconds = fitSeconds.Average(),
            MillisecondsPerUser = merged.MillisecondsPerUser,
        };
    }

    // Under one way to split, the model says it all.
    string NameOf(string label, string method) => splits.All(s => s.Method == method) ? label : $"{label} on {method}";

    (IRecommender Model, double Seconds) Fit(ITrainer trainer, Split fold, string name)
    {
        using var phase = context.Phases?.Enter(WorkPhase.Fit, name);
        var start = context.Time.GetTimestamp();
        var model = trainer.Fit(fold.Train, context);
        return (model, context.Time.GetElapsedTime(start).TotalSeconds);
    }

    Scores Score(IRecommender model, Split fold, string name)
    {
        using var phase = context.Phases?.Enter(WorkPhase.Predict, name);
        var scores = Evaluation.Of(model, fold, metrics, _quick, context);
        if (!double.IsNaN(scores.MillisecondsPerUser)) context.Phases?.Listed(scores.Users);
        return scores;
    }

    // What holds for every fold is said once, without naming them.
    static IReadOnlyList<string> NotesOf(List<Scores> parts, int f, Split[] folds) =>
        [.. parts[f].Notes.Select(note => parts.TrueForAll(p => p.Notes.Contains(note)) ? note : $"fold {folds[f].Fold}: {note}")];

    IEnumerable<string> NotesOf(List<ComparedModel> rows) => rows
        .SelectMany(r => r.Scores.Notes.Select(note => (r.Split, r.Model, Note: note)))
        .GroupBy(n => (n.Split, n.Note))
        .Select(g => g.Select(n => n.Model).Distinct().Count() == models.Count && models.Count > 1
            ? $"{g.Key.Split}: {g.Key.Note}"
            : $"{g.Key.Split}, {string.Join(", ", g.Select(n => n.Model).Distinct())}: {g.Key.Note}");

    static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
