using Attune.Numerics;

namespace Attune.Tests;

public sealed class RatingEnsembleTests : RecommenderContract
{
    protected override ITrainer Trainer => new Ensemble { Models = ["baseline", "svd:factors=2:epochs=100:learningRate=0.02", "global-mean"], Strategy = EnsembleStrategy.Simplex };

    protected override (double Low, double High) Band => (1, 1);

    // As its member svd.
    protected override double FoldInAgreement => 0.9;

    // Ratings that a user and an item explain in part, and the noise of a fixed draw.
    static Dataset Rated(int users = 40, int items = 30)
    {
        var stream = ((Seed)7).Stream();
        var builder = new DatasetBuilder { Name = "rated" };
        for (var u = 0; u < users; u++)
            for (var i = 0; i < items; i++)
                if (stream.NextDouble() < 0.5) builder.Add(new Interaction($"u{u}", $"i{i}") { Value = (float)Math.Clamp(Math.Round(3 + Math.Sin(u) + Math.Cos(3 * i) + Math.Sin(u) * Math.Sin(i) + 2 * stream.NextDouble() - 1), 1, 5) });
        return builder.Build();
    }

    static Weights Learned(Ensemble trainer, Dataset data)
    {
        var weights = new Weights();
        trainer.Fit(data).Export(weights);
        return weights;
    }

    static double[] Predicted(string model, Split split)
    {
        var fitted = Trainers.Create(model.Split(':')[0], model.Split(':')[1..].Select(o => KeyValuePair.Create(o.Split('=')[0], o.Split('=')[1]))).Fit(split.Train);
        return [.. Held(split).Select(r =>
        {
            var score = new float[1];
            fitted.Score(Query.For(r.User), [r.Item], score);
            return (double)score[0];
        })];
    }

    static (int User, int Item, float Value)[] Held(Split split) =>
        [.. Enumerable.Range(0, split.Test.Ratings.Rows).SelectMany(u => split.Test.Ratings.Row(u).ToArray().Zip(split.Test.Ratings.RowValues(u).ToArray(), (i, v) => (u, i, v)))];

    [Fact]
    public void Fit_Weighted_IsTheInverseOfSquaredErrorsOnTheInnerPart()
    {
        var (data, models) = (Rated(), new[] { "baseline", "slope-one", "global-mean" });
        var weights = Learned(new Ensemble { Models = models, Strategy = EnsembleStrategy.Weighted }, data);
        var split = Split.Parse("user-random:0.1", data, 42)[0];
        double[] squares = [.. models.Select(m => Predicted(m, split).Zip(Held(split), (p, r) => Math.Pow(p - r.Value, 2)).Average())];
        for (var m = 0; m < 3; m++)
        {
            Assert.Equal(Math.Sqrt(squares[m]), weights.Float("validation")[m], 1e-4);
            Assert.Equal(1 / squares[m] / squares.Sum(s => 1 / s), weights.Float("weights")[m], 1e-4);
        }
    }

    [Fact]
    public void Fit_Stacked_IsRidgeOnWhatMembersSayOfFoldsTheyHaveNotSeen()
    {
        var (data, models) = (Rated(), new[] { "baseline", "slope-one", "svd:factors=4:seed=42" });
        var trainer = new Ensemble { Models = models, Strategy = EnsembleStrategy.Stacked, Folds = 4 };
        var weights = Learned(trainer, data);
        var folds = Split.Folds(data, 4, 42).Select(f => (Rows: models.Select(m => Predicted(m, f)).ToArray(), Truth: Held(f))).ToArray();
        var found = new[] { 0.1f, 1, 10, 100, 1_000, 10_000, 100_000 }.MinBy(strength => folds.Sum(left => Loss(left, Solved([.. folds.Except([left])], strength))));
        var (slopes, constant) = Solved(folds, found);
        for (var m = 0; m < 3; m++) Assert.Equal(slopes[m] + 1 / 3f, weights.Float("weights")[m], 2e-3f);
        Assert.Equal(constant, weights.Float("constant")[0], 2e-2);
    }

    // The regression by the iterative solver on the rows themselves, centred by hand.
    static (float[] Slopes, double Constant) Solved((double[][] Rows, (int, int, float Value)[] Truth)[] folds, float strength)
    {
        var rows = folds.SelectMany(f => f.Truth.Select((t, e) => (X: f.Rows.Select(r => r[e]).ToArray(), T: t.Value - f.Rows.Average(r => r[e])))).ToArray();
        double[] means = [.. Enumerable.Range(0, 3).Select(m => rows.Average(r => r.X[m]))];
        var middle = rows.Average(r => r.T);
        var slopes = Ridge.Solve([.. rows.SelectMany(r => r.X.Select((x, m) => (float)(x - means[m])))], [.. rows.Select(r => (float)(r.T - middle))], 3, strength);
        return (slopes, middle - slopes.Select((s, m) => s * means[m]).Sum());
    }

    static double Loss((double[][] Rows, (int, int, float Value)[] Truth) fold, (float[] Slopes, double Constant) line) => fold.Truth.Select((t, e) =>
        Math.Pow(t.Value - fold.Rows.Average(r => r[e]) - line.Constant - line.Slopes.Select((s, m) => s * fold.Rows[m][e]).Sum(), 2)).Sum();

    // What knows its own ratings by heart is best on them, and worse on others.
    [Fact]
    public void Fit_Stacked_IsNotTakenInByAMemberThatLearnsByHeart()
    {
        var (data, byHeart) = (Rated(), "svd:factors=30:regularization=0:epochs=400:learningRate=0.02");
        var own = new Split("its own", data, data);
        double Error(string model) => Predicted(model, own).Zip(Held(own), (p, r) => Math.Pow(p - r.Value, 2)).Average();
        Assert.True(Error(byHeart) < 0.1 * Error("baseline"));
        var weights = Learned(new Ensemble { Models = ["baseline", byHeart], Strategy = EnsembleStrategy.Stacked }, data).Float("weights");
        Assert.True(weights[0] > 1.5 * weights[1], string.Join(", ", weights));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Simplex_AnyProducts_AreTheBestOfAllSupports(int seed)
    {
        const int Members = 5;
        var stream = ((Seed)seed).Stream();
        var errors = Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, Members).Select(m => stream.NextDouble() * (1 + m * 0.3) - 0.4).ToArray()).ToArray();
        var products = new double[Members, Members];
        for (var m = 0; m < Members; m++)
            for (var n = 0; n < Members; n++) products[m, n] = errors.Average(e => e[m] * e[n]);
        var weights = SimplexWeights.Solve(products);
        Assert.All(weights, w => Assert.True(w >= 0));
        Assert.Equal(1, weights.Sum(), 1e-9);
        Assert.Equal(Enumerable.Range(1, (1 << Members) - 1).Min(support => Least(products, [.. Enumerable.Range(0, Members).Where(m => (support >> m & 1) == 1)])), Value(products, weights), 1e-9);
    }

    // On one support the least under Σw = 1 alone is E⁻¹1 / 1ᵀE⁻¹1; where it leaves the simplex another support holds the answer.
    static double Least(double[,] products, int[] support)
    {
        var part = new double[support.Length, support.Length];
        for (var m = 0; m < support.Length; m++)
            for (var n = 0; n < support.Length; n++) part[m, n] = products[support[m], support[n]] + (m == n ? 1e-14 : 0);
        var solved = Ridge.SolveNormal(part, [.. Enumerable.Repeat(1.0, support.Length)]);
        return solved.All(s => s >= 0) ? 1 / solved.Sum() : double.PositiveInfinity;
    }

    static double Value(double[,] products, double[] weights) => Enumerable.Range(0, weights.Length).Sum(m => Enumerable.Range(0, weights.Length).Sum(n => weights[m] * weights[n] * products[m, n]));

    [Fact]
    public void Fit_Greedy_AddsWhoHelpsMostAndMayAddAgain()
    {
        var products = new double[,] { { 1, 0.2, 0.9 }, { 0.2, 1.2, 0.8 }, { 0.9, 0.8, 3 } };
        var choice = EnsembleChoice.By(new Ensemble { Models = ["baseline", "svd", "global-mean"], Strategy = EnsembleStrategy.Greedy, Rounds = 7 }, new HeldRatings(products), FitContext.Default);
        Assert.Equal([0, 1], choice.Chosen);
        // By hand: wᵀEw is least at w(0) = (1.2 − 0.2) / (1 + 1.2 − 0.4) = 5/9, and of the bags on the way 4 of 7 is nearest.
        Assert.Equal([4 / 7f, 3 / 7f], choice.Weights, (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Fit_MoreRatingsThanMemory_IsRefusedBeforeAnyMemberIsFitted()
    {
        var data = Rated(700, 700);
        var message = Assert.Throws<OptionsException>(() => new Ensemble { Models = [.. Enumerable.Repeat("baseline", 20)], HoldOut = "user-random:0.5", Megabytes = 1, Strategy = EnsembleStrategy.Simplex }.Fit(data)).Message;
        Assert.Contains("held-out ratings and 20 members takes", message, StringComparison.Ordinal);
        Assert.Contains("megabytes=1 allows 1,048,576. Lower users", message, StringComparison.Ordinal);
    }
}
