namespace Attune;

/// <summary>
/// Ends the training of an iterative model when a measure of the model, on data that is held out from training, has stopped rising, and keeps the best
/// epoch's model. One object watches one training; it costs one measurement after every <see cref="Every"/> epochs and one copy of the weights.
/// </summary>
/// <param name="measure">Higher is better; NaN counts as no rise. Never measure on the test data.</param>
public sealed class EarlyStopping(Func<IRecommender, double> measure)
{
    /// <summary>Measurements without a rise after which training ends, at least 1. Default 3.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Epochs from one measurement to the next, at least 1. Default 1.</summary>
    public int Every { get; init; } = 1;

    /// <summary>The epoch, from 1, whose model was kept; 0 before the first measurement.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>What was measured after <see cref="BestEpoch"/>; NaN before the first measurement.</summary>
    public double BestValue { get; private set; } = double.NaN;

    /// <summary>Asked after every measurement: whether training is to end whatever was measured, as when its time is over. Null = never.</summary>
    internal Func<bool>? IsOver { get; init; }

    /// <summary>The model of <see cref="BestEpoch"/>, or null before the first measurement.</summary>
    internal IRecommender? Best { get; private set; }

    /// <summary>Measures after an epoch where it is time to; returns whether training should end.</summary>
    internal bool EndsAfter(int epoch, int epochs, Func<IRecommender> model)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Every, 1);
        if (epoch % Every != 0 && epoch != epochs) return false;
        var now = model();
        var value = measure(now);
        var over = IsOver?.Invoke() == true;
        if (Best is not null && !(value > BestValue) && !(double.IsNaN(BestValue) && !double.IsNaN(value))) return over || epoch >= BestEpoch + Patience * Every;
        (BestEpoch, BestValue, Best) = (epoch, value, Copy(now));
        return over;
    }

    /// <summary>Goes on from where an interrupted training was.</summary>
    internal void Resume(int bestEpoch, double bestValue, IRecommender best) => (BestEpoch, BestValue, Best) = (bestEpoch, bestValue, best);

    // Training goes on changing the arrays that a model of this epoch is made of.
    static IRecommender Copy(IRecommender model)
    {
        var (live, copy) = (new Weights(), new Weights());
        model.Export(live);
        foreach (var (name, (values, shape)) in live.Floats) copy.Add(name, (float[])values.Clone(), shape);
        foreach (var (name, values) in live.Integers) copy.Add(name, (int[])values.Clone());
        foreach (var (name, texts) in live.Texts) copy.Add(name, texts);
        return model.Trainer.Restore(model.Catalog, copy);
    }
}
