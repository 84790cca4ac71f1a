namespace Attune.Tests;

public sealed class PurchaseDecayTests : RecommenderContract
{
    protected override ITrainer Trainer => new PurchaseDecay();

    // What was never bought is all alike: one user in fifty is lucky.
    protected override (double Low, double High) Band => (0, 0.1);

    // A history given without its times is read by its order.
    protected override double FoldInAgreement => 0.95;

    protected override string? AllocatesBecause => "a history becomes a calendar for each list";

    [Fact]
    public void Score_DaysOfPurchase_AddUpAndFade()
    {
        var model = new PurchaseDecay { Tau = 5 }.Fit(BuyAgain.Shop);
        Assert.Equal((float)(Math.Exp(-1 / 5.0) + Math.Exp(-8 / 5.0) + Math.Exp(-15 / 5.0)), BuyAgain.Score(model, "ann", "tea"));
        Assert.Equal((float)(Math.Exp(-1 / 5.0) + Math.Exp(-2 / 5.0)), BuyAgain.Score(model, "ann", "jam"));
        Assert.Equal(0, BuyAgain.Score(model, "ann", "salt"));
        Assert.Equal(["jam", "tea", "oil"], BuyAgain.List(model, "ann"));
        Assert.True(BuyAgain.Score(model, "ann", "oil", 36_000) > 0);
    }

    [Fact]
    public void Score_ExtremesOfTau_AreRecencyAndFrequency()
    {
        Assert.Equal(BuyAgain.List(new PersonalFrequency().Fit(BuyAgain.Shop), "ann"), BuyAgain.List(new PurchaseDecay { Tau = 1000 }.Fit(BuyAgain.Shop), "ann"));
        Assert.Equal(["oil", "tea"], [.. BuyAgain.List(new PurchaseDecay { Tau = 1 }.Fit(BuyAgain.Shop), "ann", 7)[..2]]);
    }

    [Fact]
    public void Fit_WithoutTimes_SaysWhatToMap() =>
        Assert.Contains("has no times, which purchase-decay needs", Assert.Throws<DataException>(() => Trainer.Fit(TinyWorld.Handful())).Message, StringComparison.Ordinal);
}
