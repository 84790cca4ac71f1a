using Attune.Trees;

namespace Attune.Tests;

/// <summary>Every feature by hand on a tiny calendar: ann's in <see cref="BuyAgain.Shop"/>, asked on day 15.</summary>
public sealed class CalendarFeaturesTests
{
    static readonly Catalog s_catalog = Catalog.OfTimedSequences(BuyAgain.Shop);

    static float[] Row(string item)
    {
        var history = s_catalog.PurchasesOf(new Query { User = s_catalog.Users.IndexOf("ann"), At = DateTimeOffset.UnixEpoch.AddDays(15) });
        var row = new float[CalendarFeatures.Count];
        CalendarFeatures.Write(history.DaysAgo(history.Items.ToList().IndexOf(s_catalog.Items.IndexOf(item))), Shopper.Of(history), 0.25f, row);
        return row;
    }

    static float Fading(double tau, params int[] days) => (float)days.Sum(d => Math.Exp(-d / tau));

    // She shopped 1, 2, 8, 13 and 15 days ago, for three items.
    [Fact]
    public void Write_ThreePurchasesAWeekApart_ByHand() => Assert.Equal(
        [1, 3, 7, 1 / 7f, 0, 3 / 5f, 3, 5, 15, 1, 2, 3, 3, 3, 3, Fading(7, 1, 8, 15), Fading(28, 1, 8, 15), Fading(91, 1, 8, 15), Fading(364, 1, 8, 15), 0.25f], Row("tea"), new Near());

    [Fact]
    public void Write_TwoPurchases_HaveAGapAndNoDeviation() => Assert.Equal(
        [1, 2, 1, 1, -1, 2 / 5f, 3, 5, 15, 2, 2, 2, 2, 2, 2, Fading(7, 1, 2), Fading(28, 1, 2), Fading(91, 1, 2), Fading(364, 1, 2), 0.25f], Row("jam"), new Near());

    [Fact]
    public void Write_OnePurchase_HasNoGap() => Assert.Equal(
        [13, 1, -1, -1, -1, 1 / 5f, 3, 5, 15, 0, 1, 1, 1, 1, 1, Fading(7, 13), Fading(28, 13), Fading(91, 13), Fading(364, 13), 0.25f], Row("oil"), new Near());

    // Gaps of 2, 6 and 1 days: their mean is 3, the mean square of what they differ by 14 / 3.
    [Fact]
    public void Write_UnevenGaps_DeviateByHand()
    {
        var row = new float[CalendarFeatures.Count];
        CalendarFeatures.Write([1, 3, 9, 10], new(4, 8, 400), 0, row);
        Assert.Equal([3, (float)Math.Sqrt(14 / 3.0)], [row[2], row[4]], new Near());
        CalendarFeatures.Write([7, 8, 14, 29, 92, 183, 364, 365], new(4, 8, 400), 0, row);
        Assert.Equal([1, 3, 3, 4, 5, 7], row[9..15]);
    }

    // Before day 14, which is learned from: ann bought tea on days 0 and 7, oil on 2, jam on 13, bob salt on 1. She shopped on three days after her first tea and bought it again on one, on two after her first oil.
    [Fact]
    public void RepeatRates_BeforeTheDaysOfTraining_ByHand()
    {
        float[] Rates(Catalog catalog) => RepeatRates.Of(catalog.Sequences!, catalog.Items.Count, 1);
        var rates = Rates(s_catalog);
        float Rate(string item) => rates[s_catalog.Items.IndexOf(item)];
        Assert.Equal([3 / 13f, 2 / 12f, 0.2f, 0.2f], [Rate("tea"), Rate("oil"), Rate("jam"), Rate("salt")], new Near());
        // What is bought on the day that is learned from is in none of them.
        var more = Catalog.OfTimedSequences(new DatasetBuilder { Name = "shop" }
            .Add(BuyAgain.On(0, "ann", "tea")).Add(BuyAgain.On(7, "ann", "tea")).Add(BuyAgain.On(13, "ann", "jam")).Add(BuyAgain.On(2, "ann", "oil")).Add(BuyAgain.On(1, "bob", "salt"))
            .Add(BuyAgain.On(14, "ann", "oil")).Add(BuyAgain.On(14, "bob", "salt")).Build());
        Assert.Equal(s_catalog.Items.Ids.Select(id => rates[s_catalog.Items.IndexOf(id)]), s_catalog.Items.Ids.Select(id => Rates(more)[more.Items.IndexOf(id)]));
    }

    [Fact]
    public void RepeatRates_OfMoreDaysOfTraining_CountFewerDays()
    {
        // Of ann's five days the newest three are learned from: on days 0 and 2 nothing was bought twice, and she shopped once after her first tea.
        var rates = RepeatRates.Of(s_catalog.Sequences!, s_catalog.Items.Count, 3);
        Assert.All(rates, r => Assert.Equal(0, r));
        Assert.All(RepeatRates.Of(s_catalog.Sequences!, s_catalog.Items.Count, 9), r => Assert.Equal(0, r));
    }

    sealed class Near : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) < 1e-6f;

        public int GetHashCode(float number) => 0;
    }
}
