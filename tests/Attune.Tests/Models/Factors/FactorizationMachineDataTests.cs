namespace Attune.Tests;

/// <summary>What features are worth to a factorisation machine on MovieLens 100K, where there is little else to go by.</summary>
[Trait("data", "ml-100k")]
public sealed class FactorizationMachineDataTests(ITestOutputHelper output)
{
    [Fact]
    public void Fit_FilmsThatNobodyHasSeen_GenresFindThem()
    {
        var (with, without) = (ColdAuc(genres: true), ColdAuc(genres: false));
        output.WriteLine($"AUC of unseen films: with genres {with:0.000}, without {without:0.000}");
        Assert.InRange(with, 0.6, 0.85);
        Assert.InRange(without, 0.4, 0.6);
    }

    [Fact]
    public void Fit_RatingsOfU1_NearBiasedFactors()
    {
        using var zip = TestData.Zip("ml-100k");
        Dataset Read(string part) => new DatasetBuilder { Name = part }.AddRange(TestData.Rows(zip, $"ml-100k/{part}").Select(r => new Interaction(r[0], r[1]) { Value = float.Parse(r[2]) })).Build();
        var split = Split.Files(Read("u1.base"), Read("u1.test"));
        var trainer = new FactorizationMachine { Loss = FactorizationLoss.Squared, LearningRate = 0.01, Regularization = 0.05, Epochs = 30 };
        foreach (var t in new[] { trainer, trainer with { History = false } })
        {
            var error = Evaluation.Of(t.Fit(split.Train), split, [new Rmse()], new EvaluationOptions { BootstrapSamples = 0 }, null)["rmse"].Value;
            output.WriteLine($"history {t.History}: RMSE {error:0.0000}");
            Assert.InRange(error, 0.92, 0.975);
        }
    }

    // Every fifth film is kept from training as a whole, but listed; the chance that a film the user liked scores above one that he did not rate, among those.
    double ColdAuc(bool genres)
    {
        using var zip = TestData.Zip("ml-100k");
        var liked = TestData.Rows(zip, "ml-100k/u.data").Where(r => r[2] is "4" or "5").Select(r => (User: r[0], Film: r[1])).ToArray();
        var builder = new DatasetBuilder { Name = "warm films" }.AddRange(liked.Where(l => int.Parse(l.Film) % 5 != 0).Select(l => new Interaction(l.User, l.Film)));
        foreach (var film in TestData.Rows(zip, "ml-100k/u.item", '|'))
            builder.ItemFeature(film[0], genres ? "genres" : "listed", genres ? string.Join('|', Enumerable.Range(5, 19).Where(g => film[g] == "1")) : "yes");
        var model = new FactorizationMachine { Epochs = 10 }.Fit(builder.Build());
        int[] cold = [.. Enumerable.Range(0, model.Catalog.Items.Count).Where(i => int.Parse(model.Catalog.Items[i]) % 5 == 0)];
        var aucs = new List<double>();
        foreach (var user in liked.Where(l => int.Parse(l.Film) % 5 == 0).GroupBy(l => l.User).Where(u => model.Catalog.Users.IndexOf(u.Key) >= 0))
        {
            var scores = new float[cold.Length];
            model.Score(Query.For(model.Catalog.Users.IndexOf(user.Key)), cold, scores);
            var films = user.Select(l => model.Catalog.Items.IndexOf(l.Film)).ToHashSet();
            float[] hits = [.. scores.Where((_, i) => films.Contains(cold[i]))], others = [.. scores.Where((_, i) => !films.Contains(cold[i]))];
            aucs.Add(hits.Average(h => others.Average(o => h > o ? 1.0 : h == o ? 0.5 : 0)));
        }
        return aucs.Average();
    }
}
