namespace Attune.Tests;

public sealed class RankingTests
{
    static readonly Catalog Shop = Catalog.Of(new DatasetBuilder()
        .Add(new("ann", "jam")).Add(new("ann", "tea")).Add(new("bob", "tea")).Add(new("bob", "mug"))
        .ItemFeature("tea", "title", "Green tea", FeatureKind.Text).ItemFeature("mug", "title", "Tea mug", FeatureKind.Text).ItemFeature("jam", "title", "Plum jam", FeatureKind.Text)
        .Build());

    // Items 0 jam, 1 mug, 2 tea. The score of an item is what its neighbours in the history weigh.
    static readonly float[,] Likeness = { { 9, 1, 4 }, { 1, 9, 5 }, { 4, 5, 9 } };

    static ScoreTable Neighbours() => new(Shop, QueryParts.History, (q, i) =>
    {
        var history = Shop.HistoryOf(q);
        var sum = history.Count == 0 ? float.NaN : 0;
        for (var h = 0; h < history.Count; h++) sum += history.Weights[h] * Likeness[history.Items[h], i];
        return sum;
    });

    static ScoreTable Words() => new(Shop, QueryParts.Text, (q, i) =>
        q.Text is null ? float.NaN : q.Text.ToLowerInvariant().Split(' ').Count(w => Shop.ItemFeatures!.Text(i).Contains(w, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void Recommend_AKnownUser_GivesIdsTitlesScoresAndSource() =>
        Assert.Equal([new Recommended("mug", "Tea mug", 6, "options")], Neighbours().Recommend("ann"));

    [Fact]
    public void Recommend_AnUnknownUser_IsWhatTheModelCanDoForNobody()
    {
        Assert.Empty(Neighbours().Recommend("nobody"));
        var popular = new Popularity().Restore(Shop, new Weights().Add("counts", [1f, 1f, 2f]));
        Assert.Equal(["tea", "jam", "mug"], popular.Recommend("nobody").Select(r => r.Id));
    }

    [Fact]
    public void Recommend_AText_IsAnsweredByAModelOfTexts() =>
        Assert.Equal(["mug", "tea"], Words().Recommend(new Query { Text = "tea" }, 2).Select(r => r.Id));

    [Fact]
    public void Similar_AModelOfHistories_IsTheScanWithoutTheItemItself() =>
        Assert.Equal([("mug", 5f), ("jam", 4f)], Neighbours().Similar("tea").Select(r => (r.Id, r.Score)));

    [Fact]
    public void Similar_AModelWithItsOwnSimilarity_IsAsked()
    {
        var own = new OwnLikeness(Neighbours());
        Assert.Equal([("jam", 30f), ("mug", 20f)], own.Similar("tea").Select(r => (r.Id, r.Score)));
    }

    [Fact]
    public void Similar_AModelThatTreatsAllAlike_SaysNothing() =>
        Assert.Empty(new Popularity().Restore(Shop, new Weights().Add("counts", [1f, 1f, 2f])).Similar("tea"));

    [Fact]
    public void Similar_NewItemOrKnownOne_IsFoundByItsWords()
    {
        Assert.Equal("mug", Words().Similar("cup", 1, "a mug")[0].Id);
        Assert.Equal("mug", Words().Similar("tea", 1)[0].Id);
        Assert.Empty(Words().Similar("cup"));
        Assert.Empty(Neighbours().Similar("cup", 3, "a mug"));
    }

    [Fact]
    public void Explain_LeaveOneOut_IsThePartOfEachHistoryItem()
    {
        var explanation = Neighbours().Explain("ann", "mug");
        Assert.Equal(("leave-one-out", 6f, "Tea mug", "options"), (explanation.Method, explanation.Score, explanation.Title, explanation.Source));
        Assert.Equal([new Contribution(2, "tea", "Green tea", 5), new Contribution(0, "jam", "Plum jam", 1)], explanation.Contributions);
    }

    [Fact]
    public void Explain_RepeatedAndUnknownHistoryItems_CountOnceEach()
    {
        var explanation = Neighbours().Explain(new Query { History = [2, 0, 2, 77], Weights = [1, 2, 1, 5] }, 1);
        Assert.Equal([(2, 10f), (0, 2f)], explanation.Contributions.Select(c => (c.Item, c.Value)));
    }

    [Fact]
    public void Explain_ModelWithItsOwnAccount_IsUsed()
    {
        var explanation = new OwnLikeness(Neighbours()).Explain(Query.From(2, 0), 1);
        Assert.Equal("own", explanation.Method);
        Assert.Equal([(0, 101f), (2, 100f)], explanation.Contributions.Select(c => (c.Item, c.Value)));
    }

    [Fact]
    public void Explain_UnknownThings_AreOrdinary()
    {
        Assert.Equal(("none", "none", "none"), (Neighbours().Explain("nobody", "mug").Method, Neighbours().Explain("ann", "cup").Method, Words().Explain(new Query { Text = "tea" }, 1).Method));
        Assert.Equal(-1, Neighbours().Explain("ann", "cup").Item);
        Assert.Equal("cup", Neighbours().Explain("ann", "cup").Id);
    }

    sealed class OwnLikeness(IRecommender inner) : ISimilarItems, IExplain
    {
        public ITrainer Trainer => inner.Trainer;

        public Catalog Catalog => inner.Catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores) => inner.Score(query, items, scores);

        public void Export(Weights weights) => inner.Export(weights);

        public void Similarities(int item, Span<float> scores) => new[] { 30f, 20f, 99f }.CopyTo(scores);

        public void Contributions(Query query, int item, Span<float> contributions)
        {
            for (var i = 0; i < contributions.Length; i++) contributions[i] = 100 + i;
        }
    }
}
