namespace Attune.Studies;

/// <summary>What was measured of every user's next basket, the mean of several trainings. Immutable.</summary>
sealed class BasketValues
{
    readonly Dictionary<string, (double Value, double[] PerUser)> _values = [];

    /// <summary>Users who are measured.</summary>
    internal int Users { get; private init; }

    /// <summary>Seconds that measuring took, of one training; NaN of what was kept.</summary>
    internal double Seconds { get; private init; } = double.NaN;

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

    /// <summary>Values of every user that were kept: by the name of a metric, NaN for who is not counted.</summary>
    internal static BasketValues Of(IReadOnlyDictionary<string, double[]> perUser)
    {
        var values = new BasketValues { Users = perUser.Values.Max(v => v.Length) };
        foreach (var (name, each) in perUser) values._values[name] = (each.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average(), each);
        return values;
    }

    /// <summary>The mean over users.</summary>
    internal double Value(IMetric metric) => _values[metric.Name].Value;

    /// <summary>One value for each user; NaN for who is not counted.</summary>
    internal IReadOnlyList<double> PerUser(IMetric metric) => _values[metric.Name].PerUser;
}
