namespace Attune.Neural.Tests;

/// <summary>What trainers of clicks share: learning, early stopping, sources, budgets of parameters.</summary>
public sealed class ClickTrainerTests : IClassFixture<CollectedModels>
{
    static readonly Dictionary<string, ClickTrainer> s_models = new ClickTrainer[]
    {
        new ClickFm(), new ClickMlp { Width = 32, Layers = 2 }, new WideDeep { Width = 32, Layers = 2 }, new DeepFm { Width = 32, Layers = 2, BatchNorm = true, Dropout = 0.1 },
        new DcnV2 { Width = 32, Layers = 1 }, new DcnV2 { Width = 32, Layers = 1, Stacked = true }, new AutoInt { Width = 16, Layers = 2 }, new FinalMlp { Width = 30, Layers = 1, GateWidth = 16 },
        new Wukong { Width = 32, Products = 4, Combinations = 4 }, new RankMixer { Tokens = 4, Width = 32, Layers = 1 }, new SsrS { Views = 4, ViewWidth = 24 }, new SsrD { Views = 2, ViewWidth = 24, BatchNorm = true },
        new Ssr { Views = 2, ViewWidth = 16, Filter = SsrFilter.TopK }, new Ssr { Views = 2, ViewWidth = 32, Filter = SsrFilter.Dropout }, new Ssr { Views = 2, ViewWidth = 16, Filter = SsrFilter.None },
        new Ssr { Views = 2, ViewWidth = 16, Filter = SsrFilter.SoftGate, Gate = true }, new Ssr { Views = 2, ViewWidth = 16, ExpandedWidth = 16, Gate = true, Residual = true, HeadWidth = 8, PositiveAlpha = true },
    }.Select((t, i) => (Name: $"{i}:{Options.NameOf(t.GetType())}", Trainer: t)).ToDictionary(t => t.Name, t => t.Trainer with { EmbeddingSize = 8, BatchSize = 128, LearningRate = 0.01, Deviation = 0.1, Epochs = t.Trainer is Ssr ? 12 : 5, Negatives = 0 });

    public static TheoryData<string> Models => [.. s_models.Keys];

    /// <summary>The law of the rows lets nobody beyond 0.86; what knows no products stays near 0.6.</summary>
    [TorchTheory, MemberData(nameof(Models))]
    public void Fit_PlantedLaw_FindsIt(string name)
    {
        var trainer = s_models[name];
        Assert.InRange(ClickWorld.Auc(trainer.Fit(ClickWorld.Table(4000)), ClickWorld.Table(1500, seed: 2)), 0.80, 0.9);
    }

    [TorchFact]
    public void Fit_WithoutProducts_CannotFindIt() => Assert.InRange(ClickWorld.Auc(new ClickLr { BatchSize = 128, LearningRate = 0.02 }.Fit(ClickWorld.Table(4000)), ClickWorld.Table(1500, seed: 2)), 0.52, 0.72);

    [TorchFact]
    public void Fit_Watched_KeepsTheBestEpochAndIsGivenClickModels()
    {
        var (valid, values) = (ClickWorld.Table(800, seed: 3), new List<double>());
        var stopping = new EarlyStopping(model =>
        {
            values.Add(ClickWorld.Auc((IClickModel)model, valid));
            return values[^1];
        }) { Patience = 2 };
        var model = new DeepFm { Width = 64, Layers = 2, EmbeddingSize = 8, BatchSize = 64, LearningRate = 0.02, Epochs = 40, Deviation = 0.1 }.Fit(ClickWorld.Table(1000), new FitContext { EarlyStopping = stopping });
        Assert.True(values.Count < 40);
        Assert.Equal(values.Max(), stopping.BestValue);
        Assert.Equal(stopping.BestEpoch + 2, values.Count);
        Assert.Equal(values.Max(), ClickWorld.Auc(model, valid));
    }

    [TorchFact]
    public void SaveAndLoad_OfRowsWithoutACatalog_PredictsBitForBit()
    {
        Trainers.Register(typeof(SsrS).Assembly);
        using var folder = new Attune.Tests.TemporaryFolder();
        var model = (s_models["10:ssr-s"] with { Epochs = 1 }).Fit(ClickWorld.Table(500));
        model.Save(folder.At("model"));
        var loaded = (IClickModel)Recommender.Load(folder.At("model"));
        Assert.Equal(model.Fields.Fields, loaded.Fields.Fields);
        Assert.Equal(ClickWorld.Predicted(model, ClickWorld.Table(300, seed: 5)), ClickWorld.Predicted(loaded, ClickWorld.Table(300, seed: 5)));
    }

    /// <summary>Rows in blocks of any size, and beside any others, get the same probability but for rounding.</summary>
    [TorchFact]
    public void Predict_OneByOne_IsAsTogether()
    {
        var (model, table) = ((s_models["3:deep-fm"] with { Epochs = 1 }).Fit(ClickWorld.Table(500)), ClickWorld.Table(5000, seed: 5));
        var all = ClickWorld.Predicted(model, table);
        foreach (var n in new[] { 0, 17, 4095, 4096, 4999 }) Assert.Equal(all[n], ClickWorld.Predicted(model, table.Take([n]))[0], 1e-6f);
        Assert.Contains("encode", Assert.Throws<ArgumentException>(() => model.Predict(ClickWorld.Labels(3, 2, 4).Rows, new float[3])).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Fit_LastBatchOfOneRow_LearnsWithBatchNorm() => Assert.InRange(ClickWorld.Auc((s_models["3:deep-fm"] with { BatchSize = 100 }).Fit(ClickWorld.Table(2001)), ClickWorld.Table(1000, seed: 2)), 0.7, 1);

    [TorchFact]
    public void Fit_TablesDense_LearnsOtherThanLazy()
    {
        var trainer = s_models["0:click-fm"] with { Epochs = 1, BatchSize = 16 };
        var (lazy, dense) = (ClickWorld.NumbersOf(trainer.Fit(ClickWorld.Table(200))), ClickWorld.NumbersOf((trainer with { Tables = TableUpdates.Dense }).Fit(ClickWorld.Table(200))));
        Assert.NotEqual(lazy, dense);
    }

    [Fact]
    public void Find_EveryModel_MeetsTheBudget()
    {
        var fields = ClickWorld.Labels(2, 8, 5).Fields;
        foreach (var (name, trainer) in s_models.Skip(1))
            foreach (var budget in new[] { 60_000, 300_000, 1_000_000 })
            {
                if (trainer is Wukong or AutoInt && budget > 300_000) continue;
                // Views and tokens of their usual number: the width alone is looked for.
                var match = ParameterMatch.Find(trainer, fields, budget);
                Assert.InRange(match.Parameters / (double)budget, 0.95, 1.05);
                Assert.Equal(match.Parameters, match.Trainer.DenseParameters(fields));
            }
        Assert.Contains("no dense layers", Assert.Throws<OptionsException>(() => ParameterMatch.Find(new ClickFm(), fields, 1000)).Message, StringComparison.Ordinal);
        Assert.Contains("No width of", Assert.Throws<OptionsException>(() => ParameterMatch.Find(new RankMixer(), fields, 500)).Message, StringComparison.Ordinal);
    }

    /// <summary>A layer of static views has b (d² + d) numbers and its norms, a dense one as wide (b d)²: 1 ⁄ b of it.</summary>
    [Fact]
    public void Costs_OfViews_AreTheClosedForms()
    {
        var (fields, b, d) = (ClickWorld.Labels(2, 8, 5).Fields, 8L, 16L);
        SsrS Of(int layers) => new() { Views = (int)b, ViewWidth = (int)d, Layers = layers, EmbeddingSize = 16 };
        var layer = Of(3).DenseParameters(fields) - Of(2).DenseParameters(fields);
        Assert.Equal(b * (d * d + d) + 2 * b * d, layer);
        Assert.Equal(2 * b * d * d, Of(3).FlopsPerRow(fields) - Of(2).FlopsPerRow(fields));
        ClickMlp Dense(int layers) => new() { Width = (int)(b * d), Layers = layers };
        Assert.Equal(b * d * b * d + b * d, Dense(3).DenseParameters(fields) - Dense(2).DenseParameters(fields));
        Assert.Equal(1 / (double)b, (Of(3).FlopsPerRow(fields) - Of(2).FlopsPerRow(fields)) / (double)(Dense(3).FlopsPerRow(fields) - Dense(2).FlopsPerRow(fields)));
        Assert.Equal(2 * (8 * 16 * 128 + 128 * 128 + 128), Dense(2).FlopsPerRow(fields));
    }
}
