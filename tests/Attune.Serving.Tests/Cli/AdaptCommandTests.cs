using Attune.Tests;

namespace Attune.Serving.Tests;

public sealed class AdaptCommandTests
{
    // Twenty customers go round ten items, one a day; from the sixty-first day on round these and five more.
    static string Events(int days = 100) => "user,item,time\n" + string.Concat(from u in Enumerable.Range(0, 20) from day in Enumerable.Range(0, days) select $"u{u},i{(u + day) % (day < 60 ? 10 : 15)},{new DateTime(2020, 1, 1).AddDays(day):yyyy-MM-dd}\n");

    [Fact]
    public void Adapt_ATrainedModel_KnowsNewItemsAndForetellsBetter()
    {
        Assert.SkipWhen(Neural.Torch.Missing is not null, Neural.Torch.Missing ?? "");
        using var folder = new TemporaryFolder();
        var (all, old) = (folder.Write("events.csv", Events()), folder.Write("old.csv", Events(60)));
        Tool.Run("train", "sasrec", "--data", old, "--out", folder.At("model"), "--set", "width=16", "layers=1", "heads=1", "dropout=0", "epochs=20", "learningRate=0.01", "maxLength=20", "batchSize=8").Succeeded();

        var adapted = Tool.Run("adapt", folder.At("model"), "--data", all, "--from", "2020-03-01", "--until", "2020-03-31", "--budget", "0.5", "--chunk", "10", "--reference", "10d", "--epochs", "30", "--out", folder.At("model2"), "--json").Succeeded().Json;

        Assert.Equal((60, 30, 5), (adapted.GetProperty("candidates").GetInt32(), adapted.GetProperty("chosen").GetInt32(), adapted.GetProperty("newItems").GetInt32()));
        Assert.Equal("gradient", adapted.GetProperty("represent").GetString());
        var measured = adapted.GetProperty("measured");
        Assert.Equal(20, measured.GetProperty("users").GetInt32());
        Assert.All(measured.GetProperty("metrics").EnumerateArray().Take(2), m => Assert.True(m.GetProperty("after").GetDouble() > m.GetProperty("before").GetDouble(), m.GetRawText()));
        Assert.Equal(20, Recommender.Load(folder.At("model2")).Catalog.Users.Count);
        Assert.Contains("What came then", Tool.Run("adapt", folder.At("model"), "--data", all, "--last", "30d", "--until", "2020-03-31", "--select", "all", "--budget", "1", "--chunk", "10", "--epochs", "1", "--out", folder.At("model3")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--last 30d --select best", "there is no sampler 'best'")]
    [InlineData("--last 30d --select random --represent hidden", "leave the representation out")]
    [InlineData("--last 30d --budget 2", "above 0 and at most 1")]
    [InlineData("--last 30d --from 2020-03-01", "write one of them")]
    [InlineData("", "Which events are new?")]
    public void Adapt_WhatCannotBe_IsSaidInALine(string words, string said)
    {
        using var folder = new TemporaryFolder();
        var events = folder.Write("events.csv", Events());
        Tool.Run("train", "popularity", "--data", events, "--out", folder.At("model")).Succeeded();
        Assert.Contains(said, Tool.Run(["adapt", folder.At("model"), "--data", events, "--out", folder.At("model2"), .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Adapt_AModelThatCannotGoOn_IsNamed()
    {
        using var folder = new TemporaryFolder();
        var events = folder.Write("events.csv", Events());
        Tool.Run("train", "popularity", "--data", events, "--out", folder.At("model")).Succeeded();
        Assert.Contains("sasrec or hstu", Tool.Run("adapt", folder.At("model"), "--data", events, "--last", "30d", "--out", folder.At("model2")).Error, StringComparison.Ordinal);
    }
}
