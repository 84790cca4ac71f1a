using Attune.Numerics;

namespace Attune.Tests;

public sealed class SvdppTests : RecommenderContract
{
    protected override ITrainer Trainer => new Svdpp { Factors = 4, Epochs = 60, LearningRate = 0.01, Seed = 1 };

    protected override (double Low, double High) Band => (1, 1);

    protected override double FoldInAgreement => 0.95;

    // The paper's steps as they stand: every y of the user moves for every rating.
    sealed class Literal(double[,] ratings, int factors, double mean, double[][] p, double[][] q, double[][] y)
    {
        internal readonly double[] UserBias = new double[p.Length], ItemBias = new double[q.Length];

        internal void Epoch(double rate, double pull)
        {
            for (var u = 0; u < p.Length; u++)
            {
                var rated = Enumerable.Range(0, q.Length).Where(i => !double.IsNaN(ratings[u, i])).ToArray();
                foreach (var i in rated) Step(u, i, rated, rate, pull);
            }
        }

        void Step(int u, int i, int[] rated, double rate, double pull)
        {
            var share = 1 / Math.Sqrt(rated.Length);
            var feedback = Enumerable.Range(0, factors).Select(f => share * rated.Sum(j => y[j][f])).ToArray();
            var e = ratings[u, i] - mean - UserBias[u] - ItemBias[i] - Enumerable.Range(0, factors).Sum(f => q[i][f] * (p[u][f] + feedback[f]));
            UserBias[u] += rate * (e - pull * UserBias[u]);
            ItemBias[i] += rate * (e - pull * ItemBias[i]);
            for (var f = 0; f < factors; f++)
            {
                var (pf, qf) = (p[u][f], q[i][f]);
                p[u][f] += rate * (e * qf - pull * pf);
                q[i][f] += rate * (e * (pf + feedback[f]) - pull * qf);
                foreach (var j in rated) y[j][f] += rate * (e * share * qf - pull * y[j][f]);
            }
        }
    }

    static double[][] Rows(float[] values, int width) => [.. values.Chunk(width).Select(row => Array.ConvertAll(row, v => (double)v))];

    [Fact]
    public void Fit_ThreeEpochs_IsThePapersSequenceOfSteps()
    {
        const int Users = 7, Items = 9, Factors = 5;
        var ratings = RatingWorld.Random(Users, Items, 3);
        var trainer = new Svdpp { Factors = Factors, Epochs = 3, LearningRate = 0.05, Regularization = 0.1, Seed = 9 };
        var learned = RatingWorld.Learned(trainer.Fit(RatingWorld.Build(ratings)));
        double[][] Drawn(string key, int rows) => Rows(LatentFactors.Normal(rows, Factors, ((Seed)9).Derive(key), 0.1f), Factors);
        var (p, q, y) = (Drawn("users", Users), Drawn("items", Items), Drawn("implicit", Items));
        var literal = new Literal(ratings, Factors, learned.Float("scale")[0], p, q, y);
        for (var epoch = 0; epoch < 3; epoch++) literal.Epoch(0.05, 0.1);
        foreach (var (name, expected) in new[] { ("user_factors", p), ("item_factors", q), ("implicit_factors", y), ("user_bias", [literal.UserBias]), ("item_bias", [literal.ItemBias]) })
            foreach (var (value, at) in learned.Float(name).Select((v, at) => (v, at))) Assert.Equal(expected.SelectMany(row => row).ElementAt(at), value, 1e-4);
    }

    [Fact]
    public void Score_HistoryWithoutRatings_SaysSomethingAllTheSame()
    {
        var model = Trainer.Fit(Build(TinyWorld.RatedCheckerboardEvents(10)));
        var (nobody, somebody) = (new float[10], new float[10]);
        model.Score(new Query(), model.Catalog.AllItems, nobody);
        model.Score(Query.From(1, 3), model.Catalog.AllItems, somebody);
        Assert.NotEqual(nobody, somebody);
    }
}
