namespace Attune.Neural.Tests;

public sealed class SimpleXTests : CollaborativeContract
{
    protected override ITrainer Trainer => new SimpleX { Width = 16, Negatives = 10, BatchSize = 100, Epochs = 15, LearningRate = 0.01 };

    protected override string Wider => "width=24";

    // A history that is given lacks the vector of its user.
    protected override double FoldInAgreement => 0.95;

    [Fact]
    public void Score_AnyQuery_IsACosine()
    {
        var model = new SimpleX { Width = 16, Negatives = 4, Epochs = 2 }.Fit(TinyTrainer.Circles());
        var scores = new float[model.Catalog.Items.Count];
        foreach (var query in (Query[])[Query.For(3), Query.From(1), Query.From(0, 5, 7)])
        {
            model.Score(query, model.Catalog.AllItems, scores);
            Assert.All(scores, s => Assert.InRange(s, -1.00001f, 1.00001f));
            Assert.True(scores.Max() - scores.Min() > 0.01f);
        }
    }

    [Fact]
    public void Score_OneItemAsHistory_IsTheMapOfItsVector()
    {
        var (model, weights) = (new SimpleX { Width = 4, Negatives = 4, Epochs = 2 }.Fit(TinyTrainer.Circles()), new Weights());
        model.Export(weights);
        var (items, map, scores) = (weights.Floats["item_embedding.weight"].Values, weights.Floats["history.weight"].Values, new float[model.Catalog.Items.Count]);
        double[] Vector(int i) => [.. items.AsSpan(i * 4, 4).ToArray().Select(v => (double)v)];
        double Cosine(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));
        double[] mapped = [.. Enumerable.Range(0, 4).Select(o => Vector(2).Select((v, d) => v * map[o * 4 + d]).Sum())];
        model.Score(Query.From(2, 2), model.Catalog.AllItems, scores);
        for (var i = 0; i < scores.Length; i++) Assert.Equal(Cosine(mapped, Vector(i)), scores[i], 1e-5);
    }
}
