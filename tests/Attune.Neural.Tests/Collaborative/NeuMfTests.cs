namespace Attune.Neural.Tests;

public sealed class NeuMfTests : CollaborativeContract
{
    protected override ITrainer Trainer => new NeuMf { Width = 8, Layers = 2, Negatives = 4, BatchSize = 100, Epochs = 30, LearningRate = 0.01, Deviation = 0.1 };

    protected override string Wider => "width=12";

    // Items go through the layers in blocks: what stands beside an item must not change a bit of its score, and unknown ones are not known in a block either.
    [Fact]
    public void Score_ManyItems_IsThatOfEachAlone()
    {
        var model = new NeuMf { Width = 8, Layers = 3, Epochs = 1 }.Fit(TinyTrainer.Circles());
        int[] items = [.. Enumerable.Range(0, 500).Select(i => i == 7 ? 9999 : i % model.Catalog.Items.Count)];
        var (scores, one) = (new float[items.Length], new float[1]);
        model.Score(Query.For(3), items, scores);
        for (var i = 0; i < items.Length; i++)
        {
            model.Score(Query.For(3), [items[i]], one);
            Assert.Equal(one[0], scores[i]);
        }
        Assert.True(float.IsNaN(scores[7]));
        Assert.True(scores.Where(s => !float.IsNaN(s)).Distinct().Count() > 10);
    }

    [Fact]
    public void Score_HistoryOfAStranger_CannotSay()
    {
        var model = new NeuMf { Width = 4, Layers = 1, Epochs = 1 }.Fit(TinyTrainer.Circles());
        var scores = new float[model.Catalog.Items.Count];
        model.Score(Query.From(0, 1, 2), model.Catalog.AllItems, scores);
        Assert.All(scores, s => Assert.True(float.IsNaN(s)));
        Assert.False(model.Trainer.Reads.HasFlag(QueryParts.History));
    }
}
