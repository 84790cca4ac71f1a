using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Attune.Studies;

namespace Attune.Tests;

/// <summary>
/// A model whose quality is known beforehand: every rating is 1, and it predicts 1 + (Dial − 4)² + |epoch − 6| / 10 (+ 1 unless the mode is Slow), so that its
/// RMSE is least at Dial 4 and epoch 6. Trained with Broken it fails; Slow and beyond Overflow it cannot be computed.
/// </summary>
sealed record Knob : ITrainer
{
    internal enum Modes { Fast, Slow }

    [Range(-100.0, 100.0)]
    [Search(0, 10)]
    public double Dial { get; init; } = 8;

    [Search]
    public Modes Mode { get; init; }

    /// <summary>Whether the model depends on how many epochs were planned: each makes the prediction .05 worse.</summary>
    public bool Falling { get; init; }

    public bool Broken { get; init; }

    [Range(-100.0, 100.0)]
    public double Overflow { get; init; } = 100;

    [Range(1, 1000)]
    public int Epochs { get; init; } = 12;

    /// <summary>Written only where it is set, and changes nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Modes Shared { get; init; }

    public QueryParts Reads => QueryParts.User;

    public bool PredictsRatings => true;

    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        if (Broken) throw new DataException("The knob is broken.");
        if (Mode == Modes.Slow && Dial > Overflow) throw new ArithmeticException("The knob cannot be computed.");
        var prediction = new float[1];
        var catalog = Catalog.Of(data);
        return (context ?? FitContext.Default).Train("epoch", Epochs, epoch =>
        {
            prediction[0] = (float)(1 + (Dial - 4) * (Dial - 4) + Math.Abs(epoch - 6) / 10.0 + (Mode == Modes.Slow ? 0 : 1) + (Falling ? Epochs / 20.0 : 0));
            return null;
        }, () => new Model(this, catalog, prediction));
    }

    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, weights.Float("prediction"));

    /// <summary>Twenty users, each with ten ratings of 1, whose newest fifth is the test part; <paramref name="inTheTest"/> is the rating there.</summary>
    internal static Split World(float inTheTest = 1)
    {
        var data = new DatasetBuilder { Name = "knobs" }.AddRange(
            from u in Enumerable.Range(0, 20)
            from i in Enumerable.Range(0, 10)
            select new Interaction($"u{u}", $"i{(u + i) % 15}") { Kind = EventKind.Rating, Value = i < 8 ? 1 : inTheTest, Time = DateTimeOffset.UnixEpoch.AddDays(20 * i + u) }).Build();
        return Split.ByTime(data);
    }

    /// <summary>A search of this model by RMSE, with pruning.</summary>
    internal static SearchOptions By(SearchMethod method = SearchMethod.Tpe, int trials = 12) => new() { Metric = new Rmse(), Method = method, Trials = trials, Prune = true };

    sealed class Model(Knob trainer, Catalog catalog, float[] prediction) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores) => scores.Fill(prediction[0]);

        public void Export(Weights weights) => weights.Add("prediction", prediction);
    }
}
