namespace Attune.Tests;

public sealed class RecencyTests : RecommenderContract
{
    protected override ITrainer Trainer => new Recency();

    // What was never bought is all alike: one user in fifty is lucky.
    protected override (double Low, double High) Band => (0, 0.1);

    // A history given without its times is read by its order.
    protected override double FoldInAgreement => 0.95;

    protected override string? AllocatesBecause => "a history becomes a calendar for each list";

    [Fact]
    public void Score_LastPurchase_CountsAndTheMoreFrequentWinsATie()
    {
        var model = new Recency().Fit(BuyAgain.Shop);
        Assert.Equal([4095 + 3 / 4096f, 4095 + 2 / 4096f, 4083 + 1 / 4096f, 0], [BuyAgain.Score(model, "ann", "tea"), BuyAgain.Score(model, "ann", "jam"), BuyAgain.Score(model, "ann", "oil"), BuyAgain.Score(model, "ann", "salt")]);
        Assert.Equal(["oil", "tea"], [.. BuyAgain.List(model, "ann", 7)[..2]]);
    }

    [Fact]
    public void Fit_WithoutTimes_SaysWhatToMap() =>
        Assert.Contains("has no times, which recency needs", Assert.Throws<DataException>(() => Trainer.Fit(TinyWorld.Handful())).Message, StringComparison.Ordinal);
}
