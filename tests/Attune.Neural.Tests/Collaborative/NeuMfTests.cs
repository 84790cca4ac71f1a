namespace Attune.Neural.Tests;

public sealed class NeuMfTests : CollaborativeContract
{
    protected override ITrainer Trainer => new NeuMf { Width = 8, Layers = 2, Negatives = 4, BatchSize = 100, Epochs = 30, LearningRate = 0.01, Deviation = 0.1 };

    protected override string Wider => "width=12";

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
