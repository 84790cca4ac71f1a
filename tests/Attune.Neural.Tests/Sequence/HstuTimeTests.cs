using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>What <see cref="Hstu"/> makes of when items were, and how times come to it.</summary>
public sealed class HstuTimeTests : IClassFixture<CollectedModels>
{
    static readonly Hstu s_trainer = new() { Width = 16, Layers = 1, Dropout = 0, BatchSize = 10, Epochs = 60, LearningRate = 0.01, MaxLength = 10 };
    static readonly Lazy<IRecommender> s_model = new(() => s_trainer.Fit(Pauses()));

    // After a minute comes what follows a minute, after a week what follows a week; the items alone say nothing of it.
    static Dataset Pauses() => new DatasetBuilder { Name = "pauses" }.AddRange(
        from u in Enumerable.Range(0, 60)
        let week = u % 2 == 0
        let start = DateTimeOffset.UnixEpoch.AddDays(u)
        let next = week ? start.AddDays(7) : start.AddMinutes(1)
        from e in new (string Item, DateTimeOffset Time)[] { ($"a{u / 2 % 5}", start), ($"b{u / 2 % 3}", next), (week ? "week" : "minute", next.AddSeconds(5)) }
        select new Interaction($"u{u}", e.Item) { Time = e.Time }).Build();

    static int Item(string id) => s_model.Value.Catalog.Items.IndexOf(id);

    static Query After(TimeSpan pause) => Query.From(Item("a1"), Item("b2")) with { Times = [DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + pause] };

    static float[] Scores(IRecommender model, Query query)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(query, model.Catalog.AllItems, scores);
        return scores;
    }

    [TorchFact]
    public void Fit_WhatComesHangsOnThePause_IsLearned()
    {
        Assert.Equal(Item("minute"), TopN.For(s_model.Value, After(TimeSpan.FromMinutes(1)), 1).Items[0].Item);
        Assert.Equal(Item("week"), TopN.For(s_model.Value, After(TimeSpan.FromDays(7)), 1).Items[0].Item);
    }

    [TorchFact]
    public void Score_StoredHistory_IsTheOneGivenWithItsTimes()
    {
        var (model, times) = (s_model.Value, s_model.Value.Catalog.Sequences!);
        for (var u = 0; u < 60; u += 7)
        {
            var given = new Query { History = [.. times.Of(u).ToArray()], Times = [.. times.TimesOf(u).ToArray().Select(DateTimeOffset.FromUnixTimeMilliseconds)] };
            Assert.Equal(Scores(model, Query.For(u)), Scores(model, given));
            // Items that the model does not know leave with their times.
            Assert.Equal(Scores(model, Query.For(u)), Scores(model, given with { History = [.. given.History!, 99], Times = [.. given.Times!, DateTimeOffset.UnixEpoch] }));
        }
    }

    [TorchFact]
    public void Score_WithoutTimesOrWithTooFew_IsReadByPlaceAlone()
    {
        var (model, query) = (s_model.Value, After(TimeSpan.FromDays(7)));
        var without = Scores(model, query with { Times = null });
        Assert.All(without, s => Assert.True(float.IsFinite(s)));
        Assert.NotEqual(without, Scores(model, query));
        Assert.Equal(without, Scores(model, query with { Times = [DateTimeOffset.UnixEpoch] }));
    }

    [TorchFact]
    public void TryVectors_WithAndWithoutTimes_AreThoseOfOneByOne()
    {
        var model = (IInnerProduct)s_model.Value;
        Query[] queries = [After(TimeSpan.FromDays(7)), After(TimeSpan.FromDays(7)) with { Times = null }, After(TimeSpan.FromMinutes(1)), Query.For(3), Query.From(1)];
        var (together, alone, answered) = (new float[queries.Length * 16], new float[16], new bool[queries.Length]);
        model.TryVectors(queries, together, answered);
        for (var q = 0; q < queries.Length; q++)
        {
            Assert.True(answered[q] && model.TryVector(queries[q], alone));
            for (var i = 0; i < 16; i++) Assert.Equal(alone[i], together[q * 16 + i], 1e-5f);
        }
    }

    [TorchFact]
    public void Save_ThenLoad_TimesGoWithTheHistories()
    {
        Trainers.Register(typeof(Hstu).Assembly);
        using var folder = new TemporaryFolder();
        s_model.Value.Save(folder.At("model"));
        var loaded = Recommender.Load(folder.At("model"));
        Assert.Equal(Scores(s_model.Value, Query.For(4)), Scores(loaded, Query.For(4)));
        Assert.Equal(s_model.Value.Catalog.Sequences!.Times, loaded.Catalog.Sequences!.Times);
        // Nobody else keeps them.
        Assert.Null(new Sasrec { Width = 8, Heads = 1, Epochs = 1 }.Fit(Pauses()).Catalog.Sequences!.Times);
        Assert.Null((s_trainer with { TimeBuckets = 0, Epochs = 1 }).Fit(Pauses()).Catalog.Sequences!.Times);
    }

    [TorchFact]
    public void Fit_DataWithoutTimes_LearnsByPlaceAlone()
    {
        var data = new DatasetBuilder().AddRange(from u in Enumerable.Range(0, 20) from t in Enumerable.Range(0, 4) select new Interaction($"u{u}", $"i{(u + t) % 6}")).Build();
        var model = s_trainer.Fit(data);
        Assert.Null(model.Catalog.Sequences!.Times);
        Assert.Equal(model.Catalog.Items.IndexOf("i4"), TopN.For(model, Query.From(model.Catalog.Items.IndexOf("i2"), model.Catalog.Items.IndexOf("i3")), 1).Items[0].Item);
    }

    [TorchFact]
    public void Represent_Chunks_ReadsTheirTimes()
    {
        float[] Row(TimeSpan pause)
        {
            var data = new DatasetBuilder().AddRange(new (string, TimeSpan)[] { ("a1", default), ("b2", pause), ("week", pause + TimeSpan.FromSeconds(5)) }
                .Select(e => new Interaction("u", e.Item1) { Time = DateTimeOffset.UnixEpoch + e.Item2 })).Build();
            var row = new float[1];
            ChunkRepresenters.Of(s_model.Value, "el2n").Represent(HistoryChunks.Of(data, 3), [0], row);
            return row;
        }
        Assert.True(Row(TimeSpan.FromDays(7))[0] < 0.5f && Row(TimeSpan.FromMinutes(1))[0] > 0.9f, "the week is not foretold after a week alone");
    }

    [TorchFact]
    public void Fit_Checkpoints_OfOtherTimesAreOtherData()
    {
        var (data, sequences) = (Pauses(), Catalog.OfTimedSequences(Pauses()).Sequences!);
        var batches = new NextItemBatches(sequences, new BatchOptions(10, 8, 1));
        Assert.NotEqual(batches.Fingerprint, new NextItemBatches(Catalog.OfSequences(data).Sequences!, new BatchOptions(10, 8, 1)).Fingerprint);
        using var scope = new Scope();
        var batch = batches.Of(new Part(0, 0));
        for (var r = 0; r < batch.Users.Length; r++)
            Assert.Equal(sequences.TimesOf(batch.Users[r])[..^1].ToArray(), batch.Times.Span<long>().Slice(r * 2, 2).ToArray());
    }
}
