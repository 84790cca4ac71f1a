namespace Attune.Tests;

public sealed class PersonalFrequencyTests : RecommenderContract
{
    protected override ITrainer Trainer => new PersonalFrequency();

    // What was never bought is all alike: one user in fifty is lucky.
    protected override (double Low, double High) Band => (0, 0.1);

    // A history given without its times is read by its order.
    protected override double FoldInAgreement => 0.95;

    protected override string? AllocatesBecause => "a history becomes a calendar for each list";

    [Fact]
    public void Score_DaysOfPurchase_CountOnceADayAndTheNewerWinsATie()
    {
        var model = new PersonalFrequency().Fit(BuyAgain.Shop);
        Assert.Equal(3 - 1 / 4096f, BuyAgain.Score(model, "ann", "tea"));
        Assert.Equal(2 - 1 / 4096f, BuyAgain.Score(model, "ann", "jam"));
        Assert.Equal(1 - 13 / 4096f, BuyAgain.Score(model, "ann", "oil"));
        Assert.Equal(0, BuyAgain.Score(model, "ann", "salt"));
        Assert.Equal(["tea", "jam", "oil"], BuyAgain.List(model, "ann"));
        Assert.Equal(["tea", "salt"], BuyAgain.List(model, "bob"));
        // On day 8 only tea and oil had been bought; what comes later is not known yet.
        Assert.Equal([2 - 1 / 4096f, 1 - 6 / 4096f, 0], [BuyAgain.Score(model, "ann", "tea", 8), BuyAgain.Score(model, "ann", "oil", 8), BuyAgain.Score(model, "ann", "jam", 8)]);
        Assert.True(float.IsNaN(BuyAgain.Score(model, "ann", "tea", 0)));
    }

    [Fact]
    public void Fit_WithoutTimes_SaysWhatToMap() =>
        Assert.Contains("has no times, which personal-frequency needs", Assert.Throws<DataException>(() => Trainer.Fit(TinyWorld.Handful())).Message, StringComparison.Ordinal);
}
