using System.Diagnostics;

namespace Attune.Tests;

/// <summary>Whether models made of models are better than the best of them, where docs/models.md says so: MovieLens 1M as in Ml1mTopNTests.</summary>
public sealed class EnsembleDataTests(ITestOutputHelper output)
{
    [Fact, Trait("data", "ml-1m")]
    public void Fit_Ml1m_EnsemblesAgainstTheirBestMember()
    {
        string[] members = ["ease:regularization=500", "als", "popularity"];
        var best = Ndcg10(new Ease { Regularization = 500 });
        Ndcg10(new Als());
        var blend = Ndcg10(new Blend { Models = members });
        Ndcg10(new Blend { Models = members, Weights = ["1", "1", "1"] });
        Ndcg10(new RankFusion { Models = members[..2] });
        var stacking = Ndcg10(new Stacking { Models = members });
        Assert.InRange(blend - best, 0, 0.1);
        Assert.InRange(stacking - best, 0, 0.1);
    }

    [Fact, Trait("data", "ml-100k")]
    public void Fit_RatingModels_StackAndBlendAgainstTheirBestMember()
    {
        using var zip = TestData.Zip("ml-100k");
        Dataset Read(string part) => new DatasetBuilder { Name = part }.AddRange(TestData.Rows(zip, $"ml-100k/{part}").Select(r => new Interaction(r[0], r[1]) { Value = float.Parse(r[2]), Time = DateTimeOffset.FromUnixTimeSeconds(long.Parse(r[3])) })).Build();
        var split = Split.Files(Read("u1.base"), Read("u1.test"));
        double Error(ITrainer trainer)
        {
            var scores = Evaluation.Of(trainer.Fit(split.Train), split, [new Rmse()], new EvaluationOptions { BootstrapSamples = 0 }, null);
            output.WriteLine($"{Options.ToJson(trainer)}: RMSE {scores["rmse"].Value:0.0000}");
            return scores["rmse"].Value;
        }
        string[] members = ["svd", "baseline"];
        var best = Math.Min(Error(new Svd()), Error(new Baseline()));
        Assert.InRange(Error(new Blend { Models = members }) - best, -0.05, 0);
        Assert.InRange(Error(new Stacking { Models = members }) - best, -0.05, 0);
    }

    double Ndcg10(ITrainer trainer)
    {
        var clock = Stopwatch.StartNew();
        var model = trainer.Fit(Ml1m.Split.Train);
        var fitted = clock.Elapsed.TotalSeconds;
        var scores = Evaluation.Of(model, Ml1m.Split, [Ndcg.At(10)], new EvaluationOptions { BootstrapSamples = 0 }, null);
        var weights = new Weights();
        model.Export(weights);
        var learned = weights.Floats.TryGetValue("weights", out var w) ? w.Values : weights.Floats.TryGetValue("coefficients", out var c) ? c.Values : [];
        output.WriteLine($"{Options.ToJson(trainer)}: {scores["ndcg@10"].Value:0.0000} [{string.Join(", ", learned)}], fit {fitted:0.0} s, evaluate {scores.EvaluateSeconds:0.0} s");
        return scores["ndcg@10"].Value;
    }
}
