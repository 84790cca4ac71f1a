namespace Attune.Neural.Tests;

public sealed class MultVaeTests : CollaborativeContract
{
    protected override ITrainer Trainer => new MultVae { Latent = 8, Hidden = 24, Dropout = 0.3, BatchSize = 10, Epochs = 40, LearningRate = 0.01 };

    protected override string Wider => "hidden=32";

    [Theory]
    [InlineData(0.5, 0, 0)]
    [InlineData(0.5, 25, 0.1)]
    [InlineData(0.5, 50, 0.2)]
    [InlineData(0.5, 99, 0.2)]
    [InlineData(10, 5, 0.1)]
    [InlineData(0, 0, 0.2)]
    public void KlWeight_OfAHundredSteps_RisesToBetaAndStays(double anneal, long step, double expected) =>
        Assert.Equal(expected, ((IAutoencoder)new MultVae { Anneal = anneal }).KlWeight(step, 100), 1e-12);

    [Fact]
    public void Score_WithoutHiddenLayers_FindsTheSameParity()
    {
        var model = new MultVae { Latent = 8, Hidden = 0, Dropout = 0.3, BatchSize = 10, Epochs = 60, LearningRate = 0.01 }.Fit(Attune.Tests.TinyWorld.Checkerboard());
        for (var u = 0; u < 50; u++) Assert.Equal(u % 2, TopN.For(model, Query.For(u), 1).Items[0].Item is var best ? int.Parse(model.Catalog.Items[best], System.Globalization.CultureInfo.InvariantCulture) % 2 : -1);
    }
}
