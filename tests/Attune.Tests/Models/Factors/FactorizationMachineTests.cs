using Attune.Numerics;

namespace Attune.Tests;

public sealed class FactorizationMachineTests : RecommenderContract
{
    protected override ITrainer Trainer => new FactorizationMachine { Factors = 4, Epochs = 40 };

    protected override (double Low, double High) Band => (1, 1);

    static Dataset Described() => new DatasetBuilder { Name = "described" }
        .Add(new("ann", "tea") { Value = 5 }).Add(new("ann", "jam") { Value = 2 }).Add(new("ann", "oil") { Value = 4 })
        .Add(new("bob", "jam") { Value = 1 }).Add(new("bob", "tea") { Value = 3 }).Add(new("cid", "oil") { Value = 5 }).Add(new("cid", "bun") { Value = 4 })
        .UserFeature("ann", "age", "30", FeatureKind.Number).UserFeature("bob", "age", "50", FeatureKind.Number).UserFeature("bob", "job", "cook")
        .ItemFeature("tea", "tags", "hot|green").ItemFeature("jam", "tags", "sweet").ItemFeature("new", "tags", "sweet|green").ItemFeature("oil", "price", "9", FeatureKind.Number)
        .ItemFeature("bun", "price", "2", FeatureKind.Number).ItemFeature("tea", "title", "Tea", FeatureKind.Text).Build();

    static (FactorizationLearning Learning, FactorizationFeatures Features, CsrMatrix Known, RatingScale Scale) Made(FactorizationMachine options)
    {
        var data = Described();
        var known = options.PredictsRatings ? data.Ratings : data.Preferences;
        var scale = options.PredictsRatings ? RatingScale.Of(known) : default;
        var features = FactorizationFeatures.Of(data, known);
        var learning = new FactorizationLearning(options, features, known, scale);
        for (var f = 0; f < learning.Weights.Length; f++) learning.Weights[f] = 0.1f * (f % 5 - 2);
        for (var f = 0; f < learning.HistoryWeights.Length; f++) learning.HistoryWeights[f] = 0.05f * (f % 3 - 1);
        return (learning, features, known, scale);
    }

    // All features of a pair as (weight, vector, value), the history without one item: the input of the formula of the paper.
    static List<(double W, double[] V, double X)> FeaturesOf(FactorizationLearning learning, FactorizationFeatures features, CsrMatrix known, RatingScale scale, int user, int item, int without, int k)
    {
        var all = new List<(double, double[], double)>();
        foreach (var (rows, row) in new[] { (features.Users, user), (features.Items, item) })
            for (var e = 0; e < rows.RowLength(row); e++)
                all.Add((learning.Weights[rows.Row(row)[e]], Vector(learning.Vectors, rows.Row(row)[e]), rows.RowValues(row)[e]));
        for (var h = 0; learning.History.Length > 0 && h < known.RowLength(user); h++)
            if (known.Row(user)[h] != without)
            {
                var value = scale == default ? 1 : (known.RowValues(user)[h] - scale.Mean) / ((scale.Max - scale.Min) / 2);
                var others = without < 0 ? known.RowLength(user) : Math.Max(1, known.RowLength(user) - 1);
                all.Add((learning.HistoryWeights[known.Row(user)[h]], Vector(learning.History, known.Row(user)[h]), value / Math.Sqrt(others)));
            }
        return all;

        double[] Vector(float[] rows, int row) => [.. rows.Skip(row * k).Take(k).Select(v => (double)v)];
    }

    // Rendle's equation (1), pair by pair.
    static double Dense(double w0, List<(double W, double[] V, double X)> features)
    {
        var score = w0 + features.Sum(f => f.W * f.X);
        for (var f = 0; f < features.Count; f++)
            for (var g = f + 1; g < features.Count; g++) score += features[f].V.Zip(features[g].V, (a, b) => a * b).Sum() * features[f].X * features[g].X;
        return score;
    }

    [Theory]
    [InlineData(FactorizationLoss.Squared, true)]
    [InlineData(FactorizationLoss.Squared, false)]
    [InlineData(FactorizationLoss.Logistic, true)]
    public void Predict_AnyPair_EqualsTheDenseFormula(FactorizationLoss loss, bool history)
    {
        var options = new FactorizationMachine { Factors = 3, Loss = loss, History = history };
        var (learning, features, known, scale) = Made(options);
        var parts = learning.Collapse();
        for (var u = 0; u < known.Rows; u++)
            foreach (var i in known.Row(u))
            {
                Assert.Equal(Dense(learning.Base, FeaturesOf(learning, features, known, scale, u, i, i, 3)), learning.Predict(u, i), 1e-5);
                var vector = new float[3];
                var person = parts.Person(u, history ? new History(known.Row(u), known.RowValues(u)) : default, scale, vector);
                Assert.Equal(Dense(learning.Base, FeaturesOf(learning, features, known, scale, u, i, -1, 3)), person + parts.ItemBiases[i] + Vectors.Dot(vector, parts.Items.AsSpan(i * 3, 3)), 1e-5);
            }
    }

    [Theory]
    [InlineData(FactorizationLoss.Squared)]
    [InlineData(FactorizationLoss.Logistic)]
    [InlineData(FactorizationLoss.Bpr)]
    public void User_TinySteps_GoDownTheGradientOfFiniteDifferences(FactorizationLoss loss)
    {
        // User 2 (cid) has two items; of the items with events he lacks two, so the draws are the same for equal streams.
        const float Rate = 1e-4f;
        var options = new FactorizationMachine { Factors = 3, Loss = loss, Regularization = 0, Negatives = 1 };
        foreach (var (pick, at) in new (Func<FactorizationLearning, float[]>, int)[] { (l => l.Vectors, 2 * 3 + 1), (l => l.Vectors, 3 * 3), (l => l.Vectors, (3 + 3) * 3 + 2), (l => l.Weights, 3 + 3), (l => l.History, 0), (l => l.History, 3 * 3 + 1) })
        {
            var moved = Made(options).Learning;
            var (before, stream) = (pick(moved)[at], ((Seed)5).Stream());
            moved.User(2, Rate, ref stream);
            var slope = (LossAt(0.01f) - LossAt(-0.01f)) / 0.02;
            if (loss == FactorizationLoss.Squared) slope /= 2;
            Assert.Equal(-slope, (pick(moved)[at] - before) / Rate, 0.01);

            double LossAt(float shift)
            {
                var still = Made(options).Learning;
                pick(still)[at] += shift;
                var same = ((Seed)5).Stream();
                return still.User(2, 0, ref same);
            }
        }
    }

    [Fact]
    public void Score_NewItemWithFeatures_IsScoredByThem()
    {
        var data = new DatasetBuilder { Name = "shades" }.AddRange(TinyWorld.CheckerboardEvents(20));
        foreach (var i in Enumerable.Range(0, 20)) data.ItemFeature($"{i}", "shade", i % 2 == 0 ? "white" : "black");
        data.ItemFeature("n1", "shade", "white").ItemFeature("n2", "shade", "black");
        var model = new FactorizationMachine { Factors = 8, Epochs = 60 }.Fit(data.Build());
        for (var u = 0; u < 20; u++)
        {
            var scores = new float[2];
            model.Score(Query.For(model.Catalog.Users.IndexOf($"{u}")), [model.Catalog.Items.IndexOf("n1"), model.Catalog.Items.IndexOf("n2")], scores);
            Assert.Equal(u % 2 == 0, scores[0] > scores[1]);
        }
    }

    // Everybody has bread; all that is known of the newcomers beside it is their camp.
    [Fact]
    public void Score_UsersOfOneItemThatAllHave_AreScoredByTheirFeatures()
    {
        var data = new DatasetBuilder { Name = "camps" }.AddRange(TinyWorld.CheckerboardEvents(20));
        foreach (var u in Enumerable.Range(0, 20)) data.Add(new($"{u}", "bread") { Time = DateTimeOffset.UnixEpoch }).UserFeature($"{u}", "camp", u % 2 == 0 ? "even" : "odd");
        foreach (var camp in new[] { "even", "odd" }) data.Add(new(camp, "bread") { Time = DateTimeOffset.UnixEpoch }).UserFeature(camp, "camp", camp);
        var model = new FactorizationMachine { Factors = 8, Epochs = 60, History = false }.Fit(data.Build());
        foreach (var camp in new[] { "even", "odd" })
        {
            var scores = new float[model.Catalog.Items.Count];
            model.Score(Query.For(model.Catalog.Users.IndexOf(camp)), model.Catalog.AllItems, scores);
            float Mean(int parity) => Enumerable.Range(0, 20).Where(i => i % 2 == parity).Average(i => scores[model.Catalog.Items.IndexOf($"{i}")]);
            Assert.Equal(camp == "even", Mean(0) > Mean(1));
        }
    }

    // prediction = mean + b_u + b_i + p_u · q_i.
    [Fact]
    public void Score_SquaredWithoutFeaturesAndHistory_IsBiasedMatrixFactorisation()
    {
        var data = new DatasetBuilder { Name = "rated" }.AddRange(TinyWorld.RatedCheckerboardEvents(10)).Build();
        var model = new FactorizationMachine { Factors = 4, Epochs = 5, LearningRate = 0.01, Loss = FactorizationLoss.Squared, History = false }.Fit(data);
        var (weights, scale) = (new Weights(), RatingScale.Of(data.Ratings));
        model.Export(weights);
        float[] Tensor(string name) => weights.Floats[name].Values;
        for (var u = 0; u < 10; u++)
        {
            var scores = new float[10];
            model.Score(Query.For(u), model.Catalog.AllItems, scores);
            for (var i = 0; i < 10; i++)
                Assert.Equal(scale.Clip(scale.Mean + Tensor("user_terms")[u] + Tensor("item_bias")[i] + Vectors.Dot(Tensor("user_factors").AsSpan(u * 4, 4), Tensor("item_factors").AsSpan(i * 4, 4))), scores[i], 1e-5f);
        }
    }

    [Fact]
    public void Score_InnerProduct_IsTheScore()
    {
        var model = (IInnerProduct)Trainer.Fit(TinyWorld.Checkerboard(10));
        var (vector, scores) = (new float[4], new float[10]);
        model.Score(Query.For(3), model.Catalog.AllItems, scores);
        Assert.True(model.TryVector(Query.For(3), vector));
        Assert.False(model.TryVector(new Query(), new float[4]));
        for (var i = 0; i < 10; i++) Assert.Equal(scores[i], Vectors.Dot(vector, model.ItemVectors.Span.Slice(i * 4, 4)) + model.ItemBiases![i], 1e-5f);
    }
}

/// <summary>The same machine with the logistic loss and without history.</summary>
public sealed class FactorizationMachineLogisticTests : RecommenderContract
{
    protected override ITrainer Trainer => new FactorizationMachine { Factors = 4, Epochs = 40, Loss = FactorizationLoss.Logistic, History = false };

    protected override (double Low, double High) Band => (0.95, 1);
}

/// <summary>The same machine as a model of ratings.</summary>
public sealed class FactorizationMachineSquaredTests : RecommenderContract
{
    protected override ITrainer Trainer => new FactorizationMachine { Factors = 4, Epochs = 100, LearningRate = 0.01, Loss = FactorizationLoss.Squared };

    protected override (double Low, double High) Band => (1, 1);
}
