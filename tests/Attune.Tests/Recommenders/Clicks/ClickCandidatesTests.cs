namespace Attune.Tests;

public sealed class ClickCandidatesTests : IDisposable
{
    readonly TemporaryFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    static readonly Dataset Data = new DatasetBuilder()
        .Add(new("ann", "tea") { Context = "device=phone" }).Add(new("bob", "cup") { Context = "device=desk" }).Add(new("ann", "cup") { Kind = EventKind.Impression, Context = "device=phone" })
        .UserFeature("ann", "age", "30", FeatureKind.Number).UserFeature("bob", "age", "50", FeatureKind.Number)
        .ItemFeature("tea", "genres", "hot|green").ItemFeature("pot", "genres", "hot").ItemFeature("cup", "genres", "blue").Build();

    static readonly ClickTable Table = ClickTable.Of(Data);
    static readonly ClickCandidates Candidates = ClickCandidates.Of(Data, Table.Fields);

    static Query Phone(int user) => new() { User = user, Context = new Dictionary<string, string> { ["device"] = "phone" } };

    [Fact]
    public void Rows_OfTrainingEvents_AreTheTrainingRows()
    {
        var (ann, tea, cup) = (Data.Users.IndexOf("ann"), Data.Items.IndexOf("tea"), Data.Items.IndexOf("cup"));
        var rows = Candidates.Rows(Phone(ann), [tea, cup]);
        Assert.Equal(Table.Rows.Slice(0, 2).Codes, rows.Codes);
        Assert.Equal(Table.Rows.Slice(0, 2).Values!, rows.Values!);
        Assert.Empty(rows.Labels);
    }

    [Fact]
    public void Rows_WhatIsNotKnown_HasFirstCodes()
    {
        var rows = Candidates.Rows(new Query { User = 99, Context = new Dictionary<string, string> { ["device"] = "watch", ["other"] = "x" } }, [-1, Data.Items.IndexOf("pot")]);
        Assert.All(Table.Fields.Fields, f => Assert.Equal(f.Offset, rows.Codes[f.Column]));
        // An item without events has a code only where its features do.
        var (item, genres) = (Table.Fields.ItemId!, Table.Fields.Fields.Single(f => f.Name == "genres"));
        Assert.Equal(item.Offset, rows.Codes[rows.Columns + item.Column]);
        Assert.True(rows.Codes[rows.Columns + genres.Column] > genres.Offset);
    }

    [Fact]
    public void Restore_AfterExport_MakesTheSameRows()
    {
        var weights = new Weights();
        Candidates.Export(weights);
        Assert.DoesNotContain("ann", weights.Texts.Values.SelectMany(t => t).Single(), StringComparison.Ordinal);
        Assert.Contains("phone", weights.Texts.Values.SelectMany(t => t).Single(), StringComparison.Ordinal);
        var again = ClickCandidates.Restore(Catalog.Of(Data), weights);
        Assert.Null(Candidates.Fields.Unlike(again.Fields));
        foreach (var query in new[] { Phone(0), Phone(1), new Query() })
        {
            var (a, b) = (Candidates.Rows(query, [0, 1, 2, 9]), again.Rows(query, [0, 1, 2, 9]));
            Assert.Equal(a.Codes, b.Codes);
            Assert.Equal(a.Values!, b.Values!);
        }
        Assert.Throws<InvalidOperationException>(() => again.Fields.Encoder!.Encode(0, "ann", new int[9], new float[9]));
    }

    [Fact]
    public void Restore_OtherWeights_IsOneClearError() => Assert.Contains("has no tensor 'clicks.fields'", Assert.Throws<DataException>(() => ClickCandidates.Restore(Catalog.Of(Data), new Weights())).Message, StringComparison.Ordinal);

    [Fact]
    public void Restore_CodesOutsideTheirFields_AreFound()
    {
        var weights = new Weights();
        ClickCandidates.Of(Data, Table.Fields).Export(weights);
        weights.Integers["clicks.items"][0] = 999;
        Assert.Contains("has the code 999 in field 'item'", Assert.Throws<DataException>(() => ClickCandidates.Restore(Catalog.Of(Data), weights)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_ModelWithTexts_HasAFileMoreAndOneWithoutReplacesIt()
    {
        var folder = _temp.At("m");
        new Texted().Save(folder);
        Assert.True(File.Exists(Path.Combine(folder, "texts.json")));
        Assert.Equal(new Popularity(), Recommender.Load(folder).Trainer);
        new Popularity().Fit(Data).Save(folder);
        Assert.False(File.Exists(Path.Combine(folder, "texts.json")));
        Assert.Equal("""{"labels":["rome","Zürich"]}""", new Texted().TextsWritten(_temp.At("texts.json")));
        Assert.Equal(["rome", "Zürich"], new Weights().ReadTexts(_temp.At("texts.json")).Text("labels"));
    }

    // A popularity model that has words too.
    sealed class Texted : IRecommender
    {
        readonly IRecommender _model = new Popularity().Fit(Data);

        public ITrainer Trainer => _model.Trainer;

        public Catalog Catalog => _model.Catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores) => _model.Score(query, items, scores);

        public void Export(Weights weights)
        {
            _model.Export(weights);
            weights.Add("labels", ["rome", "Zürich"]);
        }

        internal string TextsWritten(string path)
        {
            new Weights().Add("labels", ["rome", "Zürich"]).WriteTexts(path);
            return File.ReadAllText(path);
        }
    }
}
