using System.Globalization;

namespace Attune;

/// <summary>Who is in an ensemble: places in the list of models, weights with sum 1 (of a regression, its coefficients and constant), and what each model reached alone on what was held out, NaN where nothing was.</summary>
sealed record EnsembleChoice(int[] Chosen, float[] Weights, float Constant, float[] Validation)
{
    internal static EnsembleChoice Equal(int members) => new([.. Enumerable.Range(0, members)], [.. Enumerable.Repeat(1f / members, members)], 0, [.. Enumerable.Repeat(float.NaN, members)]);

    /// <summary>What a strategy makes of what was held out.</summary>
    internal static EnsembleChoice By(Ensemble ensemble, HeldQuality held, FitContext context)
    {
        var alone = Enumerable.Range(0, held.Members).Select(m => held.Alone(m)).ToArray();
        var weights = ensemble.Strategy switch
        {
            EnsembleStrategy.Weighted => Array.ConvertAll(alone, a => Math.Pow(ensemble.PredictsRatings ? 1 / Math.Max(a, 1e-9) : a, ensemble.Power)),
            EnsembleStrategy.Top => Top(alone, ensemble.TopK, ensemble.PredictsRatings),
            EnsembleStrategy.Greedy => Greedy(held, ensemble.Rounds, context),
            EnsembleStrategy.Simplex => SimplexWeights.Solve(((HeldRatings)held).Products),
            _ => throw new InvalidOperationException($"{ensemble.Strategy} does not learn from what was held out."),
        };
        return Of(weights, Array.ConvertAll(alone, a => (float)a));
    }

    // Where nobody has found anything, nobody is better than another.
    static EnsembleChoice Of(double[] weights, float[] alone)
    {
        var sum = weights.Sum();
        if (!(sum > 0)) return Equal(weights.Length) with { Validation = alone };
        int[] chosen = [.. Enumerable.Range(0, weights.Length).Where(m => weights[m] > 0)];
        return new(chosen, Array.ConvertAll(chosen, m => (float)(weights[m] / sum)), 0, alone);
    }

    static double[] Top(double[] alone, int most, bool lowIsGood)
    {
        int[] order = [.. Enumerable.Range(0, alone.Length).OrderBy(m => lowIsGood ? alone[m] : -alone[m])];
        return [.. alone.Select((_, m) => Array.IndexOf(order, m) < most ? 1.0 : 0.0)];
    }

    // The bag of the best step, not of the last: a step that helps nobody may be followed by one that does.
    static double[] Greedy(HeldQuality held, int rounds, FitContext context)
    {
        var (bag, best) = (new double[held.Members], (Bag: new double[held.Members], Quality: double.NegativeInfinity));
        for (var round = 0; round < rounds; round++)
        {
            context.Report("greedy", round, rounds);
            var qualities = Enumerable.Range(0, held.Members).Select(m =>
            {
                bag[m]++;
                var quality = held.Quality(bag, context);
                bag[m]--;
                return quality;
            }).ToArray();
            var winner = Array.IndexOf(qualities, qualities.Max());
            bag[winner]++;
            if (qualities[winner] > best.Quality + 1e-9) best = ([.. bag], qualities[winner]);
        }
        return best.Bag;
    }

    /// <summary>The choice as <see cref="Export"/> left it.</summary>
    internal static EnsembleChoice Of(Weights weights, int members)
    {
        var chosen = weights.Integer("chosen");
        if (chosen.Length == 0 || chosen.Any(m => m < 0 || m >= members)) throw new DataException($"The saved ensemble has chosen {string.Join(", ", chosen)} of {members} models. The folder is damaged: train it again.");
        return new(chosen, weights.Float("weights", chosen.Length), weights.Float("constant", 1)[0], weights.Float("validation", members));
    }

    internal void Export(Weights to) => to.Add("chosen", Chosen).Add("weights", Weights).Add("constant", [Constant]).Add("validation", Validation);

    /// <summary>Who is in it, and who was left out.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Facts(IReadOnlyList<string> models, string metric)
    {
        string Alone(int m) => float.IsNaN(Validation[m]) ? "" : string.Create(CultureInfo.InvariantCulture, $" ({metric} {Validation[m]:0.0000})");
        var kept = string.Join(", ", Chosen.Select((m, at) => string.Create(CultureInfo.InvariantCulture, $"{models[m]} {Weights[at]:0.000}{Alone(m)}")));
        int[] left = [.. Enumerable.Range(0, models.Count).Except(Chosen)];
        return [new("members", kept), .. left.Length == 0 ? [] : new KeyValuePair<string, string>[] { new("left out", string.Join(", ", left.Select(m => $"{models[m]}{Alone(m)}"))) }];
    }
}
