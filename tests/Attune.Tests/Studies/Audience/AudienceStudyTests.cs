using Attune.Studies;

namespace Attune.Tests;

public sealed class AudienceStudyTests
{
    [Fact]
    public void Study_WithGroups_KeepsWhatItMeasuresOfEach_AndReadsItBack()
    {
        using var shop = new TinyPeople();
        var first = shop.Run();
        Assert.All(first, r => Assert.Equal("", r.Error));
        var again = StudyRun.ResultsOf(shop.Read());
        var (written, read) = (first.SelectMany(r => r.Details).ToArray(), again.SelectMany(r => r.Details).ToArray());
        Assert.Equal(written.Select(d => (d.Part, d.Measure, d.Count)), read.Select(d => (d.Part, d.Measure, d.Count)));
        // A file keeps eight digits.
        Assert.All(written.Zip(read), d => Assert.True(Math.Abs(d.First.Mean - d.Second.Mean) <= 1e-7 * Math.Abs(d.First.Mean) || double.IsNaN(d.First.Mean)));
        var popularity = again.First(r => r.Cell.Model == "popularity");
        var groups = popularity.Details.Where(d => d.Measure == "ndcg@5").ToArray();
        Assert.Equal(["child", "adult", "older"], groups.Select(g => g.Part));
        // One user has no age: all others are in a group, and the mean over groups is that over users.
        Assert.Equal(TinyPeople.Users - 1, groups.Sum(g => g.Count));
        Assert.Contains(popularity.Notes, n => n.Contains("1 have no age", StringComparison.Ordinal));
    }

    [Fact]
    public void Details_OverAllGroups_AreTheMetricOfTheSameName()
    {
        using var shop = new TinyPeople();
        shop.Write(TinyPeople.Spec(audience: ", \"others\": \"drop\""));
        foreach (var result in shop.Run().Where(r => r.Cell.Model is "popularity" or "als" or "als-calibrated"))
        {
            var groups = result.Details.Where(d => d.Measure == "ndcg@5").ToArray();
            Assert.Equal(result.Values[0], groups.Sum(g => g.Count * g.Mean) / groups.Sum(g => g.Count), 1e-6);
        }
    }

    [Fact]
    public void GroupsOwnModel_IsMeasuredOnItsUsers_BesideEverybodysModel()
    {
        using var shop = new TinyPeople();
        var results = shop.Run();
        var (own, general) = (results.First(r => r.Cell.Model == "als-child"), results.First(r => r.Cell.Model == "als"));
        Assert.Equal(["child"], own.Details.Select(d => d.Part).Distinct());
        double Of(CellResult result, string measure) => result.Details.First(d => d.Part == "child" && d.Measure == measure).Mean;
        Assert.Equal(Of(own, "ndcg@5") - Of(general, "ndcg@5"), Of(own, "ndcg@5 change"), 1e-6);
        Assert.Equal(own.Values[0], Of(own, "ndcg@5"), 1e-6);
        Assert.Contains(own.Notes, n => n.Contains("items: others cannot be in a list", StringComparison.Ordinal));
    }

    // Of calibrated lists the mix must come nearer to the profiles' than that of the same model's own lists.
    [Fact]
    public void Reranked_Lists_AreHeldAgainstTheirOwnOrder()
    {
        using var shop = new TinyPeople();
        var calibrated = shop.Run().First(r => r.Cell.Model == "als-calibrated");
        Assert.All(calibrated.Details.Where(d => d.Measure == "miscalibration@5 change"), d => Assert.True(d.Mean < 0));
    }

    [Fact]
    public void Report_SaysWhoIsServedWorse_WhatHolds_AndWhatIsMissing()
    {
        using var shop = new TinyPeople();
        var results = shop.Run();
        var text = StudyRun.ReportOf(shop.Read(), results).ToMarkdown();
        Assert.Contains("child", StudyRun.ReportOf(shop.Read(), results).Lead, StringComparison.Ordinal);
        Assert.Contains("Not here: music", text, StringComparison.Ordinal);
        Assert.Contains("trained on one group alone", text, StringComparison.Ordinal);
        Assert.Contains("lists in another order", text, StringComparison.Ordinal);
        Assert.Contains("undecidable", text, StringComparison.Ordinal);
    }

    [Fact]
    public void SmallGroups_AreRefusedWithTheirCounts_OrMergedAndSaid()
    {
        using var shop = new TinyPeople();
        shop.Write(TinyPeople.Spec("child:-12,teen:13-19,adult:20-39,older:40-", models: """[ { "model": "popularity" } ]"""));
        using (var run = StudyRun.Open(shop.Read(), shop.Options))
        {
            var error = Assert.Throws<DataException>(() => run.Next());
            Assert.Contains("child has 9 users, teen has 21 users", error.Message, StringComparison.Ordinal);
            Assert.Contains("\"small\": \"merge\"", error.Message, StringComparison.Ordinal);
        }
        shop.Write(TinyPeople.Spec("child:-12,teen:13-19,adult:20-39,older:40-", ", \"small\": \"merge\"", """[ { "model": "popularity" } ]"""));
        var groups = shop.Data().Groups;
        Assert.Equal(["child+teen", "adult", "older"], groups.Names);
        Assert.Contains(groups.Notes, n => n.Contains("child has 9 users", StringComparison.Ordinal) && n.Contains("merged with teen", StringComparison.Ordinal));
        Assert.Equal((0, 1), (groups.Focus, groups.Reference));
    }

    [Theory]
    [InlineData("child:-19", "is one group")]
    [InlineData("child:-19,child:20-", "twice")]
    [InlineData("child-19,adult:20-", "is no group")]
    public void Groups_ThatAreNone_AreRefused(string groups, string expected)
    {
        using var shop = new TinyPeople();
        shop.Write(TinyPeople.Spec(groups));
        Assert.Contains(expected, Assert.Throws<DataException>(shop.Read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(", \"focus\": \"teen\"", "focus is 'teen'")]
    [InlineData(", \"small\": \"keep\"", "refuse or merge")]
    [InlineData(", \"variantOf\": \"elsewhere\"", "variantOf")]
    public void Audience_WithMistakes_IsRefused(string audience, string expected)
    {
        using var shop = new TinyPeople();
        shop.Write(TinyPeople.Spec(audience: audience));
        Assert.Contains(expected, Assert.Throws<DataException>(shop.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Audience_WithMistakesInWordsAndNumbers_IsRefused()
    {
        using var shop = new TinyPeople();
        shop.Write(TinyPeople.Spec(ids: "words"));
        Assert.Contains("text or numbers", Assert.Throws<DataException>(shop.Read).Message, StringComparison.Ordinal);
        shop.Write(TinyPeople.Spec(cut: 0));
        Assert.Contains("cut is 0", Assert.Throws<DataException>(shop.Read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[ { "model": "als", "group": "teen" } ]""", "no group 'teen'")]
    [InlineData("""[ { "model": "als", "group": "child", "beside": "ease" } ]""", "beside is 'ease'")]
    [InlineData("""[ { "model": "als", "rerank": "upside-down" } ]""", "rerank")]
    public void Models_WithMistakes_AreRefused(string models, string expected)
    {
        using var shop = new TinyPeople();
        shop.Write(TinyPeople.Spec(models: models));
        Assert.Contains(expected, Assert.Throws<DataException>(shop.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Attribute_ChoosesData_OrSaysWhichThereAre()
    {
        using var shop = new TinyPeople();
        using (var run = StudyRun.Open(shop.Read(), shop.Options with { Attribute = "AGE" })) Assert.Equal(4, run.Asked.Count);
        Assert.Contains("there is age", Assert.Throws<ArgumentException>(() => StudyRun.Open(shop.Read(), shop.Options with { Attribute = "income" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_OfOwnFiles_MakesAStudyThatRuns()
    {
        using var shop = new TinyPeople();
        var plan = new AudiencePlan(shop.At("events.csv"), shop.At("users.tsv"), "country", ["popularity", "item-knn"]) { Items = shop.At("items.csv"), Labels = "genres", Cut = 5 };
        Assert.Equal("A:A,B:B,C:C", (string)plan.Spec()["data"]![0]!["audience"]!["groups"]!);
        Assert.Contains("write the groups", Assert.Throws<ArgumentException>(() => (plan with { Attribute = "id" }).Spec()).Message, StringComparison.Ordinal);
        var study = plan.In(shop.At("plan"));
        Assert.Equal(["popularity", "item-knn", "item-knn-calibrated"], study.Cells.Select(c => c.Model));
    }
}
