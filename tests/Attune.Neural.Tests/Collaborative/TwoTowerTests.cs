using Attune.Numerics;

namespace Attune.Neural.Tests;

public sealed class TwoTowerTests : CollaborativeContract
{
    protected override ITrainer Trainer => new TwoTower { Width = 8, Buckets = 64, Temperature = 0.5, BatchSize = 100, Epochs = 12, LearningRate = 0.01, IdDropout = 0.5 };

    protected override string Wider => "width=24";

    // A history that is given lacks the vector of its user.
    protected override double FoldInAgreement => 0.95;

    // The pairs of a step are each other's negatives: parts would learn something else, and are refused.
    public override void Fit_InParts_LearnsAsFromTheWholeBatch() =>
        Assert.Contains("take a smaller batchSize", Assert.Throws<OptionsException>(() => With("accumulate=3").Fit(TinyTrainer.Circles())).Message, StringComparison.Ordinal);

    // The checkerboard with labels and titles that say the parity of an item, and four items that nobody has.
    static Dataset Described()
    {
        var builder = new DatasetBuilder { Name = "described" }.AddRange(Attune.Tests.TinyWorld.CheckerboardEvents());
        foreach (var i in (int[])[.. Enumerable.Range(0, 50), 100, 101, 102, 103])
            builder.ItemFeature(Vocabulary.Canonical(i), i % 4 < 2 ? "kind" : "title", i % 2 == 0 ? "even" : "odd", i % 4 < 2 ? FeatureKind.Tokens : FeatureKind.Text);
        return builder.Build();
    }

    [Fact]
    public void Score_ItemsWithoutEvents_ByWhatTheirFeaturesSay()
    {
        var model = new TwoTower { Width = 8, Buckets = 4096, Temperature = 0.5, BatchSize = 100, Epochs = 12, LearningRate = 0.01, IdDropout = 0.5 }.Fit(Described());
        int At(int id) => model.Catalog.Items.IndexOf(Vocabulary.Canonical(id));
        var scores = new float[model.Catalog.Items.Count];
        for (var u = 0; u < 50; u++)
            foreach (var query in (Query[])[Query.For(u), Query.From(model.Catalog.Histories.Row(u).ToArray())])
            {
                model.Score(query, model.Catalog.AllItems, scores);
                var odd = int.Parse(model.Catalog.Users[u], System.Globalization.CultureInfo.InvariantCulture) % 2;
                Assert.True(scores[At(100 + odd)] > scores[At(101 - odd)], $"user {u}: labels");
                Assert.True(scores[At(102 + odd)] > scores[At(103 - odd)], $"user {u}: titles");
            }
    }

    static CsrMatrix Preferences(Dataset data) => data.Preferences;

    static PairBatch Batch(Dataset data) => new PairBatches(Preferences(data), 7, 0, 3).Of(new Part(0, 1)) with { Share = 0.5 };

    static Dataset Small()
    {
        var builder = new DatasetBuilder { Name = "small" };
        for (var u = 0; u < 6; u++)
            for (var i = 0; i < 5; i++)
                if ((u + i) % 3 != 0) builder.Add(new Interaction($"u{u}", $"i{i}"));
        for (var i = 0; i < 5; i++) builder.ItemFeature($"i{i}", "genres", i % 2 == 0 ? "a|b" : "b", FeatureKind.Tokens).ItemFeature($"i{i}", "price", $"{i * i}", FeatureKind.Number);
        for (var u = 0; u < 6; u++) builder.UserFeature($"u{u}", "age", $"{20 + u}", FeatureKind.Number);
        return builder.Build();
    }

    static TwoTower Options3 => new() { Width = 3, Buckets = 4, Layers = 1, Temperature = 0.5, IdDropout = 0.3, Deviation = 0.7 };

    [Fact]
    public void Loss_InDoublePrecision_MatchesDifferences()
    {
        using var scope = new Scope();
        var data = Small();
        // Every bucket and every layer must be used, or its gradient is none.
        using var network = new TwoTowerNetwork(FiniteDifferences.Init(2), data, Options3);
        FiniteDifferences.Check(network, () => network.Loss(Batch(data)), 1e-6);
    }

    [Fact]
    public void Backward_Single_IsTheLossOfOperatorsInDouble()
    {
        using var scope = new Scope();
        var data = Small();
        using var exact = new TwoTowerNetwork(FiniteDifferences.Init(9), data, Options3);
        using var network = new TwoTowerNetwork(new Init(9), data, Options3);
        Assert.Equal(exact.Backward(Batch(data)).Item(), network.Backward(Batch(data)).Item(), 1e-5);
        foreach (var (right, found) in exact.Parameters.Zip(network.Parameters))
        {
            var (e, f) = (right.Value.Gradient.ToArray<double>(), found.Value.Gradient.ToArray<float>());
            Assert.Contains(e, g => g != 0);
            for (var i = 0; i < e.Length; i++) Assert.Equal(e[i], f[i], 1e-5);
        }
    }

    // By its definition: the mean of log Σⱼ e^(cos ⁄ temperature − log qⱼ) less the target's, with sums of vectors and no layers.
    [Fact]
    public void Backward_ByLoopsInDouble_IsTheSameLoss()
    {
        using var scope = new Scope();
        var (data, options) = (Small(), Options3 with { Layers = 0, IdDropout = 0 });
        using var network = new TwoTowerNetwork(new Init(2), data, options);
        var (weights, batch, loss) = (CollaborativeFit.WeightsOf(network).Floats, Batch(data), 0.0);
        double[] Row(string name, int r) => [.. weights[name].Values.AsSpan(r * 3, 3).ToArray().Select(v => (double)v)];
        double[] Plus(double[] a, IEnumerable<double> b) => [.. a.Zip(b, (x, y) => x + y)];
        double Cosine(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));
        double[] Features(CsrMatrix f, int row, string table) => [.. Enumerable.Range(0, 3).Select(d => Enumerable.Range(f.Offsets[row], f.RowLength(row)).Sum(e => f.Values[e] * Row(table, f.ColumnIndices[e])[d]))];
        var (ofUsers, ofItems) = (FeatureRows.Of(data.UserFeatures, data.Users, 4), FeatureRows.Of(data.ItemFeatures, data.Items, 4));
        double[] User(int n)
        {
            var history = data.Preferences.Row(batch.Users[n]).ToArray();
            double[] mean = [.. Enumerable.Range(0, 3).Select(d => history.Average(i => Row("item_embedding.weight", i)[d]))];
            return Plus(Plus(Row("user_embedding.weight", batch.Users[n]), Enumerable.Range(0, 3).Select(o => Row("history.weight", o).Zip(mean, (a, b) => a * b).Sum())), Features(ofUsers, batch.Users[n], "user_features.weight"));
        }
        double Score(int n, int m) => Cosine(User(n), Plus(Row("item_embedding.weight", batch.Items[m]), Features(ofItems, batch.Items[m], "item_features.weight"))) / 0.5
            - Math.Log(data.PreferencesByItem.RowLength(batch.Items[m]) / (double)data.Preferences.Count);
        for (var n = 0; n < batch.Count; n++)
            loss += Math.Log(Enumerable.Range(0, batch.Count).Where(m => m == n || batch.Items[m] != batch.Items[n]).Sum(m => Math.Exp(Score(n, m)))) - Score(n, n);
        Assert.Equal(loss / batch.Count, network.Backward(batch).Item(), 1e-5);
    }

    [Fact]
    public void ItemVectors_AreWhatTheIndexOfCandidatesTakes()
    {
        var model = (IInnerProduct)new TwoTower { Width = 16, Buckets = 64, Epochs = 1 }.Fit(Described());
        Assert.Equal(54 * 16, model.ItemVectors.Length);
        for (var i = 0; i < 54; i++) Assert.Equal(1, Vectors.Dot(model.ItemVectors.Span.Slice(i * 16, 16), model.ItemVectors.Span.Slice(i * 16, 16)), 1e-5f);
    }
}
