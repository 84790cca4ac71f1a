namespace Attune.Tests;

public sealed class GpTopFreqTests : RecommenderContract
{
    protected override ITrainer Trainer => new GpTopFreq();

    // What was never bought is all alike: one user in fifty is lucky.
    protected override (double Low, double High) Band => (0, 0.1);

    // A history given without its times is read by its order.
    protected override double FoldInAgreement => 0.95;

    protected override string? AllocatesBecause => "a history becomes a calendar for each list";

    [Fact]
    public void Score_OwnFirst_ThenWhatIsPopular()
    {
        var model = new GpTopFreq().Fit(BuyAgain.Shop);
        Assert.Equal(4 - 1 / 4096f, BuyAgain.Score(model, "ann", "tea"));
        Assert.Equal(1 / 3f, BuyAgain.Score(model, "ann", "salt"));
        Assert.Equal(["tea", "jam", "oil"], BuyAgain.List(model, "ann"));
        Assert.Equal(["tea", "salt", "jam", "oil"], [.. TopN.For(model, Query.For(model.Catalog.Users.IndexOf("bob")), 4, Seen.Include).Items.Select(i => model.Catalog.Items[i.Item])]);
    }

    [Fact]
    public void Fit_WithoutTimes_SaysWhatToMap() =>
        Assert.Contains("has no times, which gp-top-freq needs", Assert.Throws<DataException>(() => Trainer.Fit(TinyWorld.Handful())).Message, StringComparison.Ordinal);
}
