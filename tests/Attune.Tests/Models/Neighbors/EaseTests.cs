namespace Attune.Tests;

public sealed class EaseTests : RecommenderContract
{
    protected override ITrainer Trainer => new Ease { Regularization = 10 };

    protected override (double Low, double High) Band => (1, 1);

    [Fact]
    public void Fit_TwoItemsByHand_GivesTheClosedForm()
    {
        // Two users with both items, one with the first alone: G = [3 2; 2 2], λ = 1, P ∝ [3 −2; −2 4], so B(0,1) = 2/4 and B(1,0) = 2/3.
        var data = new DatasetBuilder().AddRange([new("a", "0"), new("a", "1"), new("b", "0"), new("b", "1"), new("c", "0")]).Build();
        var weights = new Weights();
        new Ease { Regularization = 1 }.Fit(data).Export(weights);
        float[] expected = [0, 0.5f, 2 / 3f, 0];
        Assert.All(weights.Float("item_weights").Zip(expected), w => Assert.Equal(w.Second, w.First, 1e-5f));
    }
}
