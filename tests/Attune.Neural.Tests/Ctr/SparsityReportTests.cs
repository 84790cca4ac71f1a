namespace Attune.Neural.Tests;

/// <summary>What static views read, and what reports say of zeros, thresholds and matrices.</summary>
public sealed class SparsityReportTests : IClassFixture<CollectedModels>
{
    static int[][] ViewsOf(IClickModel model, SsrTrainer trainer, int layer)
    {
        var weights = new Weights();
        model.Export(weights);
        return [.. weights.Integer($"layers.{layer}.indices", trainer.Views * trainer.ViewWidth).Chunk(trainer.ViewWidth)];
    }

    [TorchFact]
    public void Indices_OfStaticViews_DifferAndAreSavedAndNeverDrawnAgain()
    {
        Trainers.Register(typeof(SsrS).Assembly);
        var trainer = new SsrS { Views = 6, ViewWidth = 20, EmbeddingSize = 8, Epochs = 1, BatchSize = 100 };
        var model = trainer.Fit(ClickWorld.Table(300));
        using var folder = new Attune.Tests.TemporaryFolder();
        model.Save(folder.At("model"));
        var loaded = (IClickModel)Recommender.Load(folder.At("model"));
        for (var layer = 0; layer < 2; layer++)
        {
            var views = ViewsOf(model, trainer, layer);
            Assert.All(views, v => Assert.Distinct(v));
            Assert.All(views, v => Assert.All(v, i => Assert.InRange(i, 0, (layer == 0 ? 5 * 8 : 6 * 20) - 1)));
            for (var a = 0; a < views.Length; a++)
                for (var b = a + 1; b < views.Length; b++) Assert.NotEqual(views[a], views[b]);
            Assert.Equal(views, ViewsOf(loaded, trainer, layer));
            Assert.NotEqual(views, ViewsOf((trainer with { Seed = 1 }).Fit(ClickWorld.Table(300)), trainer, layer));
            Assert.Equal(ViewsOf((trainer with { Seed = 1, FixedFilters = true }).Fit(ClickWorld.Table(300)), trainer, layer), ViewsOf((trainer with { FixedFilters = true }).Fit(ClickWorld.Table(300)), trainer, layer));
        }
        Assert.Equal(ClickWorld.Predicted(model, ClickWorld.Table(100, seed: 4)), ClickWorld.Predicted(loaded, ClickWorld.Table(100, seed: 4)));
    }

    /// <summary>What was saved counts, not what the seed would draw.</summary>
    [TorchFact]
    public void Restore_OtherIndices_AreThoseThatWereSaved()
    {
        var trainer = new SsrS { Views = 2, ViewWidth = 8, EmbeddingSize = 8, Epochs = 1 };
        var model = trainer.Fit(ClickWorld.Table(300));
        var (saved, other) = (new Weights(), new Weights());
        model.Export(saved);
        foreach (var (name, (values, shape)) in saved.Floats) other.Add(name, values, shape);
        foreach (var (name, values) in saved.Integers) other.Add(name, name == "layers.0.indices" ? [.. values.Reverse()] : values);
        foreach (var (name, texts) in saved.Texts) other.Add(name, texts);
        var restored = (IClickModel)trainer.Restore(model.Catalog, other);
        Assert.Equal(ViewsOf(model, trainer, 0).SelectMany(v => v).Reverse(), ViewsOf(restored, trainer, 0).SelectMany(v => v));
        Assert.NotEqual(ClickWorld.Predicted(model, ClickWorld.Table(100)), ClickWorld.Predicted(restored, ClickWorld.Table(100)));
    }

    // More numbers than dimensions: whole permutations, each dimension as often as any other but for one.
    [Fact]
    public void Indices_OfAWideView_ArePermutationsOneAfterTheOther()
    {
        var drawn = DrawnInputs.Of(new SsrS { Views = 3, ViewWidth = 20 }, 0, 8);
        Assert.All(drawn.Chunk(20), v =>
        {
            Assert.Equal(Enumerable.Range(0, 8), v[..8].Order());
            Assert.Equal(Enumerable.Range(0, 8), v[8..16].Order());
            Assert.Distinct(v[16..]);
        });
    }

    [TorchFact]
    public void Of_UntrainedCompetition_HasTheZerosThatWereCountedByHand()
    {
        var (trainer, table) = (new SsrD { Views = 3, ViewWidth = 16, EmbeddingSize = 8, Deviation = 1, Steps = 1, LearningRate = 1e-7, Epochs = 1 }, ClickWorld.Table(500));
        var report = SparsityReport.Of(trainer.Fit(table), table, most: 400);
        Assert.Equal((400, 6), (report.Rows, report.Views.Count));
        Assert.All(report.Views, v => Assert.Equal(Enumerable.Repeat(0.1, 5), v.Alpha, (a, b) => Math.Abs(a - b) < 1e-4));
        Assert.All(report.Views, v => Assert.Equal(1, v.MeanGamma, 1e-4));
        Assert.InRange(report.ZeroRatios[0], 0.5, 0.65);
        Assert.Contains("α5", report.ToReport().ToText(160), StringComparison.Ordinal);
        Assert.Contains("<svg", report.ToReport().ToHtml(), StringComparison.Ordinal);
    }

    /// <summary>A greater α leaves more zeros, and a view that is given more below 0 too: each shows in a number of its own.</summary>
    [TorchFact]
    public void Of_GreaterThresholds_MoreZeros()
    {
        var table = ClickWorld.Table(500);
        double Zeros(double alpha, int iterations) => SparsityReport.Of(new SsrD { Views = 2, ViewWidth = 32, EmbeddingSize = 8, Deviation = 1, Steps = 1, LearningRate = 1e-7, Alpha = alpha, Iterations = iterations }.Fit(table), table).ZeroRatios[0];
        Assert.True(Zeros(0.1, 1) < Zeros(0.1, 5));
        Assert.True(Zeros(0.1, 5) < Zeros(0.5, 5));
    }

    [TorchFact]
    public void Of_StaticViewsAndDenseNetworks_SayWhatIsNotRead()
    {
        var table = ClickWorld.Table(300);
        var report = SparsityReport.Of(new SsrS { Views = 2, ViewWidth = 10, EmbeddingSize = 8, Epochs = 1 }.Fit(table), table);
        Assert.All(report.Views.Where(v => v.Layer == 1), v => Assert.Equal(0.75, v.ZeroRatio));
        Assert.Equal(["layers.0.mix.weight", "layers.1.mix.weight"], report.Weights.Select(w => w.Name));
        var dense = SparsityReport.Of(new ClickMlp { Width = 25, Layers = 2, Epochs = 1 }.Fit(table), table);
        Assert.Empty(dense.Views);
        Assert.Equal([5 * 16 * 25, 25 * 25], dense.Weights.Select(w => w.Count));
    }

    // Columns of a dense matrix are inputs; a share below 0.001 of 3 in 12, and of the absolute sum 6 ⁄ 8.003 in the largest column.
    [Fact]
    public void Concentration_ByHand_IsThat()
    {
        var dense = WeightConcentration.Of("m", [0, 1, -3, 0.5f, -0.0005f, 0.5f, 3, 0.002f, -0.0004f, 0, 0, 0.0001f], [3, 4]);
        Assert.Equal(6 / 12.0, dense.SmallShare);
        Assert.Equal(3 / (0.0009 + 1.5 + 6 + 0.5021) * 2, dense.TopMass, 1e-6);
        var grouped = WeightConcentration.Of("m", [1, 1, 5, 1, 0, 0, 1, 1], [2, 2, 2]);
        Assert.Equal(6 / 10.0, grouped.TopMass);
    }
}
