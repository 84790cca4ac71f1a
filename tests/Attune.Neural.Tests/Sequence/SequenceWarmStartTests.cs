namespace Attune.Neural.Tests;

/// <summary>What a training that starts from an earlier model finds in its tables when the catalog has grown.</summary>
public sealed class SequenceWarmStartTests : IClassFixture<CollectedModels>
{
    public static TheoryData<string> Models => ["sasrec", "hstu", "hstu-cosines", "gru4rec"];

    static ITrainer Of(string name) => name switch
    {
        "sasrec" => new Sasrec { Width = 16, Layers = 1, Heads = 1, Dropout = 0.1, BatchSize = 10, Epochs = 20, LearningRate = 0.01, MaxLength = 10 },
        "gru4rec" => new Gru4rec { Width = 16, States = 16, Dropout = 0.1, BatchSize = 10, Epochs = 20, LearningRate = 0.01, MaxLength = 10, Deviation = 0.02 },
        _ => new Hstu { Width = 16, Layers = 1, Dropout = 0.1, BatchSize = 10, Epochs = 20, LearningRate = 0.01, MaxLength = 10, TimeBuckets = 8, Normalised = name == "hstu-cosines" },
    };

    // Items a0 .. a9 go round; the grown catalog has b0 .. b4 too, some of which are numbered between known ones, and lacks a9.
    static Dataset Round(string[] items, int users = 40) => new DatasetBuilder().AddRange(
        from u in Enumerable.Range(0, users) from t in Enumerable.Range(0, 8) select new Interaction($"u{u}", items[(u + t) % items.Length]) { Time = DateTimeOffset.UnixEpoch.AddDays(t) }).Build();

    static readonly string[] s_first = [.. Enumerable.Range(0, 10).Select(i => $"a{i}")];
    static readonly string[] s_grown = ["a0", "a05", "a1", "a15", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "b0", "b1"];

    static float[] Numbers(Module network, string name) => network.Parameters.Single(p => p.Name == name).Value.ToArray<float>();

    // New items start as drawn: the mean of the known vectors with or without that draw gave no better next items on small data, and worse ones for the new items.
    [TorchTheory, MemberData(nameof(Models))]
    public void Copy_IntoAGrownCatalog_KeepsWhatIsKnownAndDrawsTheRest(string name)
    {
        var (trainer, earlier) = (Of(name), Of(name).Fit(Round(s_first)));
        var (weights, now) = (new Weights(), Catalog.OfSequences(Round(s_grown)));
        earlier.Export(weights);
        using var scope = new Scope();
        using var network = ((ISequenceTrainer)trainer).Network(new Init(7), now.Items.Count);
        var drawn = Numbers(network, "item_embedding.weight");
        WarmStart.Copy(trainer, new FitContext { StartFrom = earlier }, network, now, SequenceNetwork.RowsOf);
        var (table, before) = (Numbers(network, "item_embedding.weight"), weights.Floats["item_embedding.weight"].Values);
        Assert.All(table[..16], v => Assert.Equal(0, v));
        for (var i = 0; i < now.Items.Count; i++)
            Assert.Equal(earlier.Catalog.Items.IndexOf(now.Items[i]) is >= 0 and var known ? before[((known + 1) * 16)..((known + 2) * 16)] : drawn[((i + 1) * 16)..((i + 2) * 16)], table[((i + 1) * 16)..((i + 2) * 16)]);
        foreach (var (path, _) in network.Parameters)
            if (path != "item_embedding.weight") Assert.Equal(weights.Floats[path].Values, Numbers(network, path));
    }

    [TorchTheory, MemberData(nameof(Models))]
    public void Fit_FromAnEarlierModel_KnowsTheOldAndLearnsTheNew(string name)
    {
        var earlier = Of(name).Fit(Round(s_first));
        var barely = Options.With(Of(name), [new("steps", "1"), new("learningRate", "0.0000001")]);
        // What comes after a3 was learned before, and one tiny step forgets none of it.
        Assert.Equal("a4", Next(barely.Fit(Round(s_grown), new FitContext { StartFrom = earlier }), "a2", "a3"));
        var later = Options.With(Of(name), [new("epochs", "30")]).Fit(Round(s_grown), new FitContext { StartFrom = earlier });
        Assert.Equal("a15", Next(later, "a05", "a1"));
        Assert.Equal("b1", Next(later, "a8", "b0"));
        Assert.Equal("a6", Next(later, "a4", "a5"));
    }

    static string Next(IRecommender model, params string[] items)
    {
        var query = Query.From([.. items.Select(model.Catalog.Items.IndexOf)]) with { Times = [.. items.Select((_, t) => DateTimeOffset.UnixEpoch.AddDays(t))] };
        return model.Catalog.Items[TopN.For(model, query, 1, Seen.Include).Items[0].Item];
    }
}
