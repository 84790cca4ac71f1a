namespace Attune.Tests;

public sealed class RatingKnnTests : RecommenderContract
{
    const int Users = 13, Items = 11, Neighbors = 3;

    protected override ITrainer Trainer => new RatingKnn();

    protected override (double Low, double High) Band => (1, 1);

    public static TheoryData<RatingKnnKind, RatingKnnSide, RatingSimilarity> All => [..
        from kind in Enum.GetValues<RatingKnnKind>()
        from side in Enum.GetValues<RatingKnnSide>()
        from similarity in Enum.GetValues<RatingSimilarity>()
        select new TheoryDataRow<RatingKnnKind, RatingKnnSide, RatingSimilarity>(kind, side, similarity)];

    // The formula of the header over a table x × y, nothing clever.
    sealed class Formula(double[,] r, RatingKnnKind kind, RatingSimilarity similarity, double mean, double[] bx, double[] by)
    {
        readonly int _xs = r.GetLength(0), _ys = r.GetLength(1);

        double[] Row(int x) => [.. Enumerable.Range(0, _ys).Select(y => r[x, y]).Where(double.IsFinite)];

        double Deviation(IEnumerable<double> values) => Math.Sqrt(values.Average(v => v * v) - Math.Pow(values.Average(), 2));

        double Residual(int x, int y) => r[x, y] - mean - bx[x] - by[y];

        double Centre(int x, int y) => kind switch { RatingKnnKind.Basic => 0, RatingKnnKind.Baseline => mean + bx[x] + by[y], _ => Row(x).Average() };

        double Spread(int x) => kind is RatingKnnKind.ZScore ? Deviation(Row(x)) : 1;

        internal double Similarity(int a, int b)
        {
            var both = Enumerable.Range(0, _ys).Where(y => double.IsFinite(r[a, y] + r[b, y])).ToArray();
            if (both.Length == 0) return 0;
            double[] ra = [.. both.Select(y => r[a, y])], rb = [.. both.Select(y => r[b, y])];
            switch (similarity)
            {
                case RatingSimilarity.Msd: return 1 / (ra.Zip(rb, (p, q) => (p - q) * (p - q)).Average() + 1);
                case RatingSimilarity.Cosine: return Cosine(ra, rb);
                case RatingSimilarity.Pearson: return Cosine([.. ra.Select(v => v - ra.Average())], [.. rb.Select(v => v - rb.Average())]);
                default: return (both.Length - 1) / (both.Length - 1 + 100.0) * Cosine([.. both.Select(y => Residual(a, y))], [.. both.Select(y => Residual(b, y))]);
            }
        }

        static double Cosine(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Sum() is var product && Math.Sqrt(a.Sum(v => v * v) * b.Sum(v => v * v)) is > 1e-9 and var norm ? product / norm : 0;

        internal double Predict(int x, int y)
        {
            var asked = Enumerable.Range(0, _xs).Where(n => n != x && double.IsFinite(r[n, y])).Select(n => (n, Similarity: Math.Round(Similarity(x, n), 9)))
                .Where(n => n.Similarity > 0).OrderByDescending(n => n.Similarity).Take(Neighbors).ToArray();
            return asked.Length == 0 ? kind is RatingKnnKind.Basic ? mean : Centre(x, y)
                : Centre(x, y) + Spread(x) * asked.Sum(n => n.Similarity * (r[n.n, y] - Centre(n.n, y)) / Spread(n.n)) / asked.Sum(n => n.Similarity);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Score_RandomRatings_IsTheFormula(RatingKnnKind kind, RatingKnnSide side, RatingSimilarity similarity)
    {
        var ratings = RatingWorld.Random(Users, Items, 4);
        var data = RatingWorld.Build(ratings);
        var model = new RatingKnn { Kind = kind, Side = side, Similarity = similarity, Neighbors = Neighbors }.Fit(data);
        var (learned, scale) = (RatingWorld.Learned(new Baseline().Fit(data)), new RatingScale(0, 1, 5));
        double[] bu = Array.ConvertAll(learned.Float("user_bias"), b => (double)b), bi = Array.ConvertAll(learned.Float("item_bias"), b => (double)b);
        double mean = learned.Float("scale")[0];
        var turned = new double[Items, Users];
        for (var u = 0; u < Users; u++)
            for (var i = 0; i < Items; i++) turned[i, u] = ratings[u, i];
        var formula = side is RatingKnnSide.User ? new Formula(ratings, kind, similarity, mean, bu, bi) : new Formula(turned, kind, similarity, mean, bi, bu);
        for (var u = 0; u < Users; u++)
            for (var i = 0; i < Items; i++)
                Assert.Equal(scale.Clip((float)(side is RatingKnnSide.User ? formula.Predict(u, i) : formula.Predict(i, u))), RatingWorld.Predict(model, u, i), 1e-3);
    }

    [Theory, InlineData(RatingKnnSide.User), InlineData(RatingKnnSide.Item)]
    public void Score_TooFewNeighbours_IsTheCentre(RatingKnnSide side)
    {
        var ratings = RatingWorld.Random(6, 6, 4);
        var data = RatingWorld.Build(ratings);
        var model = new RatingKnn { Side = side, MinNeighbors = 40 }.Fit(data);
        var floor = new Baseline().Fit(data);
        Assert.Equal(RatingWorld.Predict(floor, 2, 3), RatingWorld.Predict(model, 2, 3), 5);
    }

    [Fact]
    public void Fit_MoreNeededThanAsked_IsRefused() =>
        Assert.Contains("minNeighbors is 9", Assert.Throws<OptionsException>(() => new RatingKnn { MinNeighbors = 9, Neighbors = 5 }.Fit(RatingWorld.Build(RatingWorld.Random(5, 5, 1)))).Message, StringComparison.Ordinal);
}
