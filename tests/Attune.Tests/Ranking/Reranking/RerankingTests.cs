namespace Attune.Tests;

public sealed class RerankingTests
{
    [Theory]
    [InlineData("mmr:0.7"), InlineData("mmr:0.25:genre@50"), InlineData("mmr:0.7:own"), InlineData("calibrated:0.5"), InlineData("calibrated:0:Genre"), InlineData("exposure-fair")]
    [InlineData("exposure-fair:genre@7"), InlineData("exposure-fair:genre:catalog"), InlineData("exposure-fair:popularity:catalog")]
    public void Parse_ItsName_RoundTrips(string name) => Assert.Equal(name, Reranking.Parse(name).Name);

    [Theory]
    [InlineData("mmr", "mmr:0.7"), InlineData(" MMR : 0.70 ", "mmr:0.7"), InlineData("calibrated@200", "calibrated:0.5@200"), InlineData("exposure-fair:popularity@100", "exposure-fair"), InlineData("exposure-fair:genre:interactions", "exposure-fair:genre")]
    public void Parse_Defaults_AreFilledIn(string text, string name) => Assert.Equal(name, Reranking.Parse(text).Name);

    [Fact]
    public void Parse_SameText_IsAnEqualValue() => Assert.Equal(Reranking.Parse("mmr:0.3:genre@20"), new Mmr { Lambda = 0.3, Feature = "genre", Pool = 20 });

    [Theory]
    [InlineData("mmx:0.7", "'mmx:0.7' is not a way to re-rank: there is no re-ranker 'mmx'")]
    [InlineData("mmr:2", "'mmr:2' is not a way to re-rank: '2' must be a number from 0 to 1.")]
    [InlineData("mmr:0.7:", "'mmr:0.7:' is not a way to re-rank: nothing stands between or after its colons.")]
    [InlineData("mmr:0.7:genre:x", "'mmr:0.7:genre:x' is not a way to re-rank: it has more parts than it takes.")]
    [InlineData("mmr@0", "'mmr@0' is not a way to re-rank: the number of candidates after @ must be a whole number from 1.")]
    [InlineData("exposure-fair:genre:1", "'exposure-fair:genre:1' is not a way to re-rank: '1' must be interactions or catalog.")]
    public void Parse_Wrong_SaysWhatIsRight(string text, string message)
    {
        var said = Assert.Throws<ArgumentException>(() => Reranking.Parse(text)).Message;
        Assert.StartsWith(message, said, StringComparison.Ordinal);
        Assert.Contains($"Ways are {Reranking.Forms}.", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Forms_Parse() => Assert.All(Reranking.Forms.Split(", "), form => Assert.Equal(form, Reranking.Parse(form).Name));

    [Theory, InlineData(1), InlineData(5)]
    public void ForAll_Threads_GiveTheListsOfFor(int threads)
    {
        var mmr = Reranking.Parse("mmr:0.5:genre");
        var lists = TopN.ForAll(RerankWorld.Model, n: 6, context: new FitContext { Threads = threads }, rerank: mmr).ToArray();
        Assert.Equal(60, lists.Length);
        foreach (var (user, list) in lists)
        {
            Assert.EndsWith("+mmr:0.5:genre", list.Source, StringComparison.Ordinal);
            Assert.Equal(TopN.For(RerankWorld.Model, Query.For(user), 6, rerank: mmr).Items, list.Items);
        }
    }

    [Fact]
    public void Write_AndOf_HoldTheReRankedLists()
    {
        using var folder = new TemporaryFolder();
        var fair = Reranking.Parse("exposure-fair:genre");
        foreach (var file in new[] { "lists.csv", "lists.jsonl", "lists.trec" })
        {
            var path = Path.Combine(folder.Path, file);
            Assert.Equal(60, TopN.Write(RerankWorld.Model, path, 6, rerank: fair));
            var (read, made) = (Recommendations.Read(path), Recommendations.Of(RerankWorld.Model, 6, rerank: fair));
            Assert.EndsWith("+exposure-fair:genre", made.Name, StringComparison.Ordinal);
            for (var u = 0; u < 60; u++) Assert.Equal(made.ListOf(u).ToArray().Select(i => made.Items[i]), read.ListOf(u).ToArray().Select(i => read.Items[i]));
        }
    }

    [Fact]
    public void Evaluation_ReRanked_MeasuresTheListsThatAreShown()
    {
        var split = Split.ByTime(Worlds.Random(genres: true), 0.3);
        var model = new ItemKnn().Fit(split.Train);
        var options = new EvaluationOptions { Rerank = Reranking.Parse("mmr:0.3:genre@30") };
        IMetric[] metrics = [Hit.At(3), Diversity.At(5), Coverage.At(5)];
        var scores = Evaluation.Of(model, split, metrics, options, null);
        var shown = Evaluation.Of(Recommendations.Of(model, 5, rerank: options.Rerank), HeldOut.Of(split.Test), metrics, split.Train);
        Assert.Equal("item-knn+mmr:0.3:genre@30", scores.Model);
        Assert.Contains("Lists were re-ranked by mmr:0.3:genre@30: the model's best 30 candidates in another order.", scores.Notes);
        Assert.Equal(scores.UserIds.Select((id, u) => (id, scores["hit@3"].PerUser[u])), scores.UserIds.Select(id => (id, shown["hit@3"].PerUser[shown.UserIds.ToList().IndexOf(id)])));
        Assert.NotEqual(scores["diversity@5"].Value, Evaluation.Of(model, split, metrics)["diversity@5"].Value);
    }

    [Fact]
    public void Evaluation_WholeRankingAsked_DoesNotChangeTheFirstPlaces()
    {
        var split = Split.ByTime(Worlds.Random(genres: true), 0.3);
        var model = new ItemKnn().Fit(split.Train);
        foreach (var name in new[] { "mmr:0.3:genre@10", "calibrated:0.7:genre@10", "exposure-fair@10" })
        {
            var options = new EvaluationOptions { Rerank = Reranking.Parse(name) };
            Assert.Equal(Evaluation.Of(model, split, [Ndcg.At(5)], options, null)["ndcg@5"].PerUser, Evaluation.Of(model, split, [new Auc(), Ndcg.At(5)], options, new FitContext { Threads = 3 })["ndcg@5"].PerUser);
        }
    }

    [Fact]
    public void Comparison_ReRanked_NamesItsRowsSo()
    {
        var split = Split.ByTime(Worlds.Random(), 0.3);
        var comparison = Comparison.Run([new Popularity(), new ItemKnn()], [split], [Hit.At(5)], new EvaluationOptions { Rerank = Reranking.Parse("calibrated") });
        Assert.Equal(["popularity+calibrated:0.5", "item-knn+calibrated:0.5"], comparison.Rows.Select(r => r.Model));
        Assert.Contains(comparison.Notes, n => n.EndsWith("Lists were re-ranked by calibrated:0.5: the model's best 100 candidates in another order.", StringComparison.Ordinal));
    }

    [Fact]
    public void For_PlaceGivenTwice_IsRefused() => Assert.Contains("gives the candidate at position 0 a place although it has one already",
        Assert.Throws<InvalidOperationException>(() => RerankWorld.Reranked(new Stuck(), 0, 3)).Message, StringComparison.Ordinal);

    [Fact]
    public void For_ManyLists_PreparesOnce()
    {
        var counting = new Counting();
        for (var user = 0; user < 5; user++) RerankWorld.Reranked(counting, user, 3);
        Assert.Equal(1, counting.Prepared[0]);
    }

    [Fact]
    public void Scaled_InfiniteScores_CountAsTheOutermostFiniteOnes()
    {
        Assert.Equal([1, 1, 0.5, 0, 0], Reranking.Scaled([float.PositiveInfinity, 3, 2, 1, float.NegativeInfinity]));
        Assert.Equal([1, 1], Reranking.Scaled([float.PositiveInfinity, float.NegativeInfinity]));
        Assert.Equal([1, 0.5, 0], Reranking.Scaled([float.MaxValue, 0, float.MinValue]));
        Assert.Empty(Reranking.Scaled([]));
    }

    [Theory, InlineData("mmr:0.7@20"), InlineData("mmr:1@20"), InlineData("calibrated:0.5@20"), InlineData("calibrated:0@20")]
    public void For_InfiniteScores_PlacesAllCandidates(string name)
    {
        var model = new ScoreTable(Catalog.Of(RerankWorld.Data), QueryParts.User | QueryParts.History, (_, i) => (i % 4) switch { 0 => float.PositiveInfinity, 1 => float.NegativeInfinity, _ => i });
        foreach (var n in new[] { 5, 40 })
            Assert.Equal(Math.Min(n, TopN.For(model, Query.For(0), n).Items.Count), TopN.For(model, Query.For(0), n, rerank: Reranking.Parse(name)).Items.Select(i => i.Item).Distinct().Count());
    }

    sealed record Stuck : IReranker
    {
        public string Name => "stuck";

        public int Pool => 10;

        public Reorder For(IRecommender model) => (_, _, _, order) => order.Clear();
    }

    sealed record Counting : IReranker
    {
        internal int[] Prepared { get; } = [0];

        public string Name => "counting";

        public int Pool => 10;

        public Reorder For(IRecommender model)
        {
            Prepared[0]++;
            return (_, _, _, order) =>
            {
                for (var i = 0; i < order.Length; i++) order[i] = i;
            };
        }
    }
}
