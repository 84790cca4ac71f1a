namespace Attune.Tests;

public sealed class ListEvaluationTests
{
    static readonly HeldOut Held = HeldOut.Of(Worlds.Of("a x, a y, b x, c z"));

    [Fact]
    public void Of_UserWithoutList_CountsAsAListWithoutHits()
    {
        var scores = Evaluation.Of(Worlds.Lists("theirs", "a: x q y", "b: q x", "n: x"), Held, [Hit.At(1), Mrr.At(2)]);
        Assert.Equal([1, 0, 0], scores["hit@1"].PerUser);
        Assert.Equal([1, 0.5, 0], scores["mrr@2"].PerUser);
        Assert.Equal(("theirs", 3, 1), (scores.Model, scores.Users, scores.EmptyLists));
        Assert.Equal(["1 of 3 users have no list in theirs and count as lists without hits.", "1 of 3 lists are of users for whom nothing relevant is held out; they are not measured."], scores.Notes);
    }

    [Fact]
    public void Of_KnownUsersOnly_MeasuresUsersWithAList() =>
        Assert.Equal(["a"], Evaluation.Of(Worlds.Lists("theirs", "a: x q y"), Held, [Hit.At(1)], options: new EvaluationOptions { KnownUsersOnly = true }).UserIds);

    [Fact]
    public void Of_WithoutTraining_LeavesMetricsOfTheCatalogUndefinedAndSaysSo()
    {
        var scores = Evaluation.Of(Worlds.Lists("theirs", "a: x"), Held, [Coverage.At(1), Novelty.At(1), new Auc(), new Rmse()]);
        Assert.All(scores.Metrics, m => Assert.True(double.IsNaN(m.Value)));
        Assert.Contains("coverage@1 is undefined: it needs the training data (catalog, popularity, prices), which was not given.", scores.Notes);
        Assert.Contains("auc is undefined: nobody knows which items these lists were chosen from.", scores.Notes);
        Assert.Contains("rmse is undefined: lists hold no predicted ratings.", scores.Notes);
    }

    [Fact]
    public void Of_WithTraining_MeasuresTheCatalogToo()
    {
        var training = Worlds.Of("a p, b p, c q, d p");
        var scores = Evaluation.Of(Worlds.Lists("theirs", "a: p new", "b: q p"), Held, [Coverage.At(2), Gini.At(2), AveragePopularity.At(2)], training);
        Assert.Equal(1, scores["coverage@2"].Value);
        Assert.Equal(1.75, scores["average-popularity@2"].Value, 12);
        Assert.Equal(1 / 6.0, scores["gini@2"].Value, 12);
    }

    [Fact]
    public void Of_ModelsOwnLists_EqualTheModel()
    {
        var split = Split.ByTime(Worlds.Random(), 0.3);
        var model = new Popularity().Fit(split.Train);
        var held = HeldOut.Of(split.Test);
        string[] lists = [.. split.Test.Users.Ids.Select((id, u) => $"{id}: {string.Join(' ', TopN.For(model, Query.For(u), 10).Items.Select(i => split.Train.Items[i.Item]))}")];
        IMetric[] metrics = [Ndcg.At(10), Recall.At(10), Coverage.At(10), Novelty.At(10)];
        var theirs = Evaluation.Of(Worlds.Lists("theirs", lists), held, metrics, split.Train);
        // The random world repeats pairs, which lists from elsewhere are not excused for.
        var ours = Evaluation.Of(model, split, metrics);
        Assert.Equal(ours["coverage@10"].Value, theirs["coverage@10"].Value, 12);
        Assert.True(theirs["recall@10"].Value <= ours["recall@10"].Value);
    }

    [Fact]
    public void Of_ItemTwiceInAList_IsRefused() => Assert.Equal(
        "theirs: the list of user 'a' names the item 'x' twice (again at place 3); a list names an item once.",
        Assert.Throws<DataException>(() => Evaluation.Of(Worlds.Lists("theirs", "a: x y x"), Held, [Hit.At(1)])).Message);

    [Fact]
    public void Of_NothingHeldOut_IsRefused() => Assert.StartsWith(
        "Nothing relevant is held out for any user whom theirs could be measured on",
        Assert.Throws<DataException>(() => Evaluation.Of(Worlds.Lists("theirs", "n: x"), Held, [Hit.At(1)], options: new EvaluationOptions { KnownUsersOnly = true })).Message, StringComparison.Ordinal);
}
