namespace Attune.Studies;

/// <summary>What was measured of every user's next basket, the mean of several trainings; and, for a study at work, what other models reached on the same users.</summary>
sealed class BasketValues
{
    readonly Dictionary<StudyCell, BasketValues> _known = [];
    readonly Dictionary<string, (double Value, double[] PerUser)> _values = [];

    /// <summary>Users who are measured.</summary>
    internal int Users { get; private init; }

    /// <summary>Seconds that measuring took, of one training.</summary>
    internal double Seconds { get; private init; }

    /// <summary>The seeds of a cell's trainings: one where the model draws no random numbers.</summary>
    internal static IEnumerable<int> Seeds(ITrainer trainer, int seed, int trainings) => Enumerable.Range(seed, SeededTrainer.IsSeeded(trainer) ? trainings : 1);

    /// <summary>The mean of several measurements of the same users.</summary>
    internal static BasketValues Mean(IReadOnlyList<BasketScores> scores)
    {
        var mean = new BasketValues { Users = scores[0].All.Users, Seconds = scores.Average(s => s.All.EvaluateSeconds) };
        foreach (var (prefix, of) in new (string, Func<BasketScores, Scores>)[] { ("", s => s.All), ("full-", s => s.AtLeastK) })
            foreach (var (metric, m) in of(scores[0]).Metrics.Select((s, m) => (s.Metric, m)))
            {
                var perUser = new double[of(scores[0]).Metrics[m].PerUser.Count];
                for (var u = 0; u < perUser.Length; u++) perUser[u] = scores.Average(s => of(s).Metrics[m].PerUser[u]);
                mean._values[prefix + metric] = (scores.Average(s => of(s).Metrics[m].Value), perUser);
            }
        return mean;
    }

    /// <summary>The mean over users.</summary>
    internal double Value(IMetric metric) => _values[metric.Name].Value;

    /// <summary>One value for each user; NaN for who is not counted.</summary>
    internal IReadOnlyList<double> PerUser(IMetric metric) => _values[metric.Name].PerUser;

    /// <summary>Keeps what a cell reached, for those that are held against it.</summary>
    internal void Keep(StudyCell cell, BasketValues values) => _known[cell] = values;

    /// <summary>What another cell reaches: trained anew where this process has not trained it.</summary>
    internal BasketValues Of(Study study, StudyCell other, BasketParts data, FitContext context)
    {
        if (_known.TryGetValue(other, out var values)) return values;
        var trainer = study.ModelOf(other).Tune is null && study.ModelOf(other).TunedBy is null ? study.Trainers[other.Model] : TunedOptions.Found(study, other, StudyRun.ResultsOf(study));
        var options = new BasketOptions { BootstrapSamples = 0 };
        return _known[other] = Mean([.. Seeds(trainer, other.Seed, study.DataOf(other).Baskets!.Trainings).Select(seed => BasketEvaluation.Of(SeededTrainer.WithSeed(trainer, seed).Fit(data.Test.Train, context), data.Test, options, context))]);
    }
}
