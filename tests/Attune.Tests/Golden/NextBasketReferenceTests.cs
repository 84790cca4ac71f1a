using System.Globalization;

namespace Attune.Tests;

/// <summary>
/// Numbers of an independent computation on the published files (plain Python, frequency with ties by recency and then by the order of the file), to four decimals: precision at 1, 3, 5, recall and NDCG at 5,
/// precision, recall and NDCG at 10, over users with at least k items.
/// </summary>
[Trait("data", "next-basket-calendar")]
public sealed class NextBasketReferenceTests
{
    static readonly string[] s_metrics = ["precision@1", "precision@3", "precision@5", "recall@5", "ndcg@5", "precision@10", "recall@10", "ndcg@10"];

    [Theory]
    [InlineData("tafeng_test", "recency", ".1742 .1325 .1135 .3061 .2340 .0898 .4595 .2823")]
    [InlineData("tafeng_test", "purchase-decay:90", ".2068 .1625 .1353 .3503 .2752 .1004 .4987 .3222")]
    [InlineData("tafeng_test", "personal-frequency", ".2089 .1625 .1367 .3536 .2784 .1015 .5041 .3265")]
    [InlineData("instacart_test", "recency", ".5075 .4128 .3562 .3523 .4582 .2848 .4958 .4743")]
    [InlineData("instacart_test", "personal-frequency", ".5206 .4285 .3729 .3683 .4773 .2965 .5162 .4929")]
    [InlineData("instacart_test", "purchase-decay:60", ".5403 .4506 .3915 .3860 .4995 .3123 .5351 .5155")]
    [InlineData("dc_test", "recency", ".3123 .2247 .1714 .6741 .4759 .1091 .8088 .4853")]
    [InlineData("dc_test", "personal-frequency", ".3725 .2415 .1790 .7006 .5208 .1108 .8201 .5305")]
    [InlineData("dc_test", "purchase-decay:300", ".3719 .2423 .1791 .7008 .5211 .1109 .8203 .5311")]
    public void Of_PublishedTestUsers_IsTheReferenceToFourDecimals(string file, string model, string expected)
    {
        var baskets = NextBaskets.Of(Calendars.Read(file), Calendar.AsOf);
        ITrainer trainer = model.Split(':') is [_, var tau] ? new PurchaseDecay { Tau = double.Parse(tau, CultureInfo.InvariantCulture) } : Trainers.Create(model);
        var scores = BasketEvaluation.Of(trainer.Fit(baskets.Train), baskets, new BasketOptions { BootstrapSamples = 0 });
        Assert.Equal(expected, string.Join(' ', s_metrics.Select(m => scores.AtLeastK[m].Value.ToString(".0000", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("tafeng_test", 1412, 1401, 1381, 1289)]
    [InlineData("instacart_test", 3744, 3732, 3692, 3527)]
    [InlineData("dc_test", 24905, 23746, 20564, 12949)]
    public void Of_PublishedTestUsers_CountsThem(string file, params int[] users)
    {
        var baskets = NextBaskets.Of(Calendars.Read(file), Calendar.AsOf);
        var scores = BasketEvaluation.Of(new RandomOrder().Fit(baskets.Train), baskets, new BasketOptions { BootstrapSamples = 0 });
        Assert.Equal(users, (int[])[.. new[] { 1, 3, 5, 10 }.Select(k => scores.AtLeastK[$"precision@{k}"].Users)]);
        Assert.Equal(users[0], scores.All["ndcg@10"].Users);
    }

    // The reference is a mean of five seeds whose own spread is not published; intervals over users are ten times as wide as these bounds.
    [Fact]
    public void Of_CadenceLrOnUsersApart_LiesByTheReference()
    {
        var baskets = NextBaskets.OfUsers(Calendars.Read("tafeng_train"), Calendars.Read("tafeng_test"), Calendar.AsOf);
        var scores = Enumerable.Range(1, 5).Select(seed => BasketEvaluation.Of(new CadenceLr { Seed = seed }.Fit(baskets.Train), baskets, new BasketOptions { BootstrapSamples = 0 })).ToArray();
        double Mean(string metric) => scores.Average(s => s.AtLeastK[metric].Value);
        Assert.Equal(.1390, Mean("precision@5"), .0015);
        Assert.Equal(.3343, Mean("ndcg@10"), .0025);
        TestContext.Current.SendDiagnosticMessage("{0}", string.Join(' ', s_metrics.Select(m => Mean(m).ToString(".0000", CultureInfo.InvariantCulture))));
    }

    // No published number has these users; the published settings of Ta-Feng, and a floor that they must clear.
    [Fact]
    public void Of_NeighborsOnUsersApart_LieAboveRecency()
    {
        var baskets = NextBaskets.OfUsers(Calendars.Read("tafeng_train"), Calendars.Read("tafeng_test"), Calendar.AsOf);
        foreach (var trainer in new ITrainer[] { new TifuKnn { Neighbors = 300, WithinDecay = .9, GroupDecay = .7, Alpha = .7, Groups = 7 }, new TifuKnn { Neighbors = 300, WithinDecay = .8, GroupDecay = .9, Alpha = .7, GroupDays = 30 }, new UpCf { Recency = 10, Asymmetry = .75, Locality = 10 } })
        {
            var scores = BasketEvaluation.Of(trainer.Fit(baskets.Train), baskets, new BasketOptions { BootstrapSamples = 0 }).AtLeastK;
            TestContext.Current.SendDiagnosticMessage("{0}", Options.ToJson(trainer) + " " + string.Join(' ', s_metrics.Select(m => scores[m].Value.ToString(".0000", CultureInfo.InvariantCulture))));
            Assert.InRange(scores["ndcg@10"].Value, .2823, .36);
        }
    }
}
