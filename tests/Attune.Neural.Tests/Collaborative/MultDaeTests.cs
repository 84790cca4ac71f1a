namespace Attune.Neural.Tests;

public sealed class MultDaeTests : CollaborativeContract
{
    protected override ITrainer Trainer => new MultDae { Latent = 16, Dropout = 0.3, BatchSize = 10, Epochs = 40, LearningRate = 0.01 };

    protected override string Wider => "latent=24";

    [Fact]
    public void Fit_HiddenLayers_HaveTensorsOfTheirOwn()
    {
        var weights = new Weights();
        new MultDae { Latent = 4, Hidden = 6, Epochs = 1 }.Fit(TinyTrainer.Circles()).Export(weights);
        Assert.Equal(["decoder.bias", "decoder.weight", "encoder.bias", "encoder.weight", "input.bias", "input.weight", "output.bias", "output.weight"], weights.Floats.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([4, 6], weights.Floats["encoder.weight"].Shape);
    }
}
