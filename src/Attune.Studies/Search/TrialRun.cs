using System.Reflection;

namespace Attune.Studies;

/// <summary>Trains and measures one setting on the validation data.</summary>
sealed class TrialRun(IReadOnlyList<Split> validation, SearchOptions options, IReadOnlyList<Trial> past, FitContext context)
{
    const int FirstEpochToPruneAt = 4, TrialsToPruneAfter = 5;
    readonly EvaluationOptions _quick = (options.Evaluation ?? new EvaluationOptions()) with { BootstrapSamples = 0 };
    readonly List<double> _curve = [];

    /// <summary>The option that says how many epochs a model is trained, or null.</summary>
    internal static PropertyInfo? EpochsOf(ITrainer trainer) => Options.Of(trainer.GetType()).FirstOrDefault(p => p.Name is "Epochs" or "Iterations" && p.PropertyType == typeof(int));

    /// <summary>+1 where a higher value is better, −1 where a lower one is.</summary>
    internal static int Sign(IMetric metric) => metric.HigherIsBetter == false ? -1 : 1;

    internal Trial Run(ITrainer trainer, IReadOnlyDictionary<string, string> settings)
    {
        var start = context.Time.GetTimestamp();
        var trial = Measured(trainer, new Trial(past.Count + 1, settings, double.NaN));
        return trial with { Curve = [.. _curve], Seconds = context.Time.GetElapsedTime(start).TotalSeconds };
    }

    Trial Measured(ITrainer trainer, Trial trial)
    {
        try
        {
            var (values, epochs) = (new List<double>(), new List<int>());
            foreach (var fold in validation)
            {
                var (value, epoch) = Measured(trainer, fold);
                values.Add(value);
                epochs.Add(epoch);
            }
            return trial with { Value = values.Average(), Epoch = (int)Math.Round(epochs.Average()) };
        }
        catch (Hopeless)
        {
            return trial with { Value = Sign(options.Metric) * _curve.Max(v => Sign(options.Metric) * v), Pruned = true };
        }
        catch (Exception e) when (e is DataException or OptionsException or ArithmeticException)
        {
            return trial with { Error = e.Message };
        }
    }

    (double Value, int Epoch) Measured(ITrainer trainer, Split fold)
    {
        if (options.EpochPatience == 0 || EpochsOf(trainer) is null) return (Measure(trainer.Fit(fold.Train, context), fold), 0);
        var clock = new TrainingClock(context);
        var stopping = new EarlyStopping(model => Watched(model, fold)) { Patience = options.EpochPatience, IsOver = options.TrialMinutes is { } minutes ? () => clock.BusySeconds >= 60 * minutes : null };
        var last = trainer.Fit(fold.Train, context with { EarlyStopping = stopping });
        return stopping.BestEpoch == 0 ? (Measure(last, fold), 0) : (Sign(options.Metric) * stopping.BestValue, stopping.BestEpoch);
    }

    double Measure(IRecommender model, Split fold) => Evaluation.Of(model, fold, [options.Metric], _quick, context).Metrics[0].Value;

    double Watched(IRecommender model, Split fold)
    {
        var value = Measure(model, fold);
        if (validation.Count > 1) return Sign(options.Metric) * value;
        _curve.Add(value);
        return options.Prune && IsHopeless() ? throw new Hopeless() : Sign(options.Metric) * value;
    }

    // The median rule (Golovin et al., "Google Vizier", KDD 2017): what this trial has reached so far against the others at the same epoch. The best trial of
    // all is above the median wherever it is, so it is never given up once it is ahead; and a trial that was given up is never the best.
    bool IsHopeless()
    {
        if (_curve.Count < FirstEpochToPruneAt) return false;
        double[] others = [.. past.Where(t => t.Curve.Count >= _curve.Count || t is { Curve.Count: > 0, Pruned: false }).Select(t => Reached(t.Curve)).Order()];
        return others.Length >= TrialsToPruneAfter && Reached(_curve) < (others[(others.Length - 1) / 2] + others[others.Length / 2]) / 2;
    }

    double Reached(IReadOnlyList<double> curve) => curve.Take(_curve.Count).Max(v => double.IsNaN(v) ? double.NegativeInfinity : Sign(options.Metric) * v);

    sealed class Hopeless : Exception;
}
