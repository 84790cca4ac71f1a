namespace Attune.Tests;

public sealed class AlsTests : RecommenderContract
{
    protected override ITrainer Trainer => new Als { Factors = 2 };

    protected override (double Low, double High) Band => (1, 1);

    protected override double FoldInAgreement => 0.98;

    [Fact]
    public void Fit_Progress_LossFalls()
    {
        var heard = new Recorder<FitProgress>();
        new Als { Factors = 4 }.Fit(TinyWorld.Checkerboard(), new FitContext { Progress = heard });
        var losses = heard.All.ConvertAll(p => p.Loss ?? double.NaN);
        Assert.Equal(losses.Skip(1).OrderDescending(), losses.Skip(1));
        Assert.Equal(21, losses.Count);
    }

    [Fact]
    public void Contributions_FoldedInHistory_SumToTheScore()
    {
        var model = (IExplain)Trainer.Fit(TinyWorld.Checkerboard());
        var (contributions, score) = (new float[3], new float[1]);
        var query = Query.From(2, 4, 10) with { Weights = [1, 2, 3] };
        model.Contributions(query, 8, contributions);
        model.Score(query, [8], score);
        Assert.Equal(score[0], contributions.Sum(), 1e-4f);
    }

    [Fact]
    public void Score_ItemManyTimesInTheHistory_IsOnePairWithTheSumOfItsWeights()
    {
        var model = new Als { Factors = 2, Alpha = 0.1, Regularization = 1e-6 }.Fit(TinyWorld.Checkerboard());
        var (repeated, summed) = (new float[50], new float[50]);
        model.Score(Query.From(2, 2, 2, 2, 2, 6), model.Catalog.AllItems, repeated);
        model.Score(Query.From(2, 6) with { Weights = [5, 1] }, model.Catalog.AllItems, summed);
        for (var i = 0; i < 50; i++) Assert.Equal(summed[i], repeated[i], 1e-4f);
    }

    [Fact]
    public void Fit_ManyGradientSteps_UserVectorIsTheExactFoldIn()
    {
        // The last half-step solves the items; so fold-in and stored vectors agree in the limit, where neither moves any more.
        var model = new Als { Factors = 4, Iterations = 300, GradientSteps = 20, Regularization = 1 }.Fit(TinyWorld.Checkerboard(20));
        var (stored, folded) = (new float[20], new float[20]);
        model.Score(Query.For(3), model.Catalog.AllItems, stored);
        model.Score(new Query { History = model.Catalog.Histories.Row(3).ToArray() }, model.Catalog.AllItems, folded);
        for (var i = 0; i < 20; i++) Assert.Equal(stored[i], folded[i], 1e-3f);
    }

    [Fact]
    public void Fit_StartFromAnotherKindOrWidth_SaysWhatToDo()
    {
        var world = TinyWorld.Checkerboard();
        var other = Assert.Throws<ArgumentException>(() => Trainer.Fit(world, new FitContext { StartFrom = new Popularity().Fit(world) }));
        Assert.Contains("start from a trained als or anew", other.Message, StringComparison.Ordinal);
        var width = Assert.Throws<ArgumentException>(() => Trainer.Fit(world, new FitContext { StartFrom = new Als { Factors = 8, Iterations = 1 }.Fit(world) }));
        Assert.Contains("has 8 factors, this one is to have 2", width.Message, StringComparison.Ordinal);
    }

    // Four items that the same users had have equal vectors, so the equations of two factors or more are all but singular, and of numbers up to 1e6 λ is
    // less than their rounding.
    [Theory]
    [InlineData(AlsMethod.Cholesky, 3), InlineData(AlsMethod.Block, 3), InlineData(AlsMethod.ConjugateGradient, 3), InlineData(AlsMethod.Cholesky, 12), InlineData(AlsMethod.Block, 12)]
    public void Fit_LeastRegularizationOfTwins_IsFiniteOrSaysWhatToDo(AlsMethod method, int factors)
    {
        var twins = new DatasetBuilder { Name = "twins" }.AddRange(
            from u in Enumerable.Range(0, 8)
            from i in Enumerable.Range(0, 4)
            select new Interaction($"u{u}", $"i{i}")).Build();
        var trainer = new Als { Factors = factors, Solver = method, BlockSize = 3, Regularization = 1e-6, Alpha = 1e6 };
        try
        {
            var (model, scores) = (trainer.Fit(twins), new float[4]);
            model.Score(Query.From(0, 1), model.Catalog.AllItems, scores);
            Assert.All(scores, s => Assert.True(float.IsFinite(s)));
        }
        catch (OptionsException e)
        {
            Assert.Contains("Raise", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData(1e-6f), InlineData(1e6f)]
    public void Score_StrangerOfEquationsWithoutAFactor_IsFinite(float size)
    {
        // Every vector is the same: YᵀCY has rank one, and 1e-6 on its diagonal is lost beside a million.
        const int factors = 6;
        var catalog = Catalog.Of(TinyWorld.Handful());
        var weights = new Weights().Add("user_factors", new float[catalog.Users.Count * factors], catalog.Users.Count, factors)
            .Add("item_factors", [.. Enumerable.Repeat(size, catalog.Items.Count * factors)], catalog.Items.Count, factors);
        var model = new Als { Factors = factors, Regularization = 1e-6, Alpha = 1e6 }.Restore(catalog, weights);
        var scores = new float[catalog.Items.Count];
        model.Score(Query.From(0, 1), catalog.AllItems, scores);
        Assert.All(scores, s => Assert.True(float.IsFinite(s)));
        ((IExplain)model).Contributions(Query.From(0, 1), 2, scores.AsSpan(0, 2));
        Assert.All(scores, s => Assert.True(float.IsFinite(s)));
    }
}
