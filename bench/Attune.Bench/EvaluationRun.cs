using System.Diagnostics;

namespace Attune.Bench;

/// <summary>How long it takes to measure one model: 6,000 users × 3,000 items, the usual metrics of lists, with and without intervals.</summary>
static class EvaluationRun
{
    const string Metrics = "ndcg@10,recall@10,precision@10,hit@10,mrr@10,map@10,ndcg@20,recall@20,coverage@10,novelty@10";

    internal static Report Run(int rounds)
    {
        var split = Split.UserRandom(PowerLaw.Data(PowerLaw.Matrix(6_000, 3_000, 500_000)));
        var metrics = MetricName.ParseList(Metrics);
        Column[] columns = ["model", new("with intervals, s", ValueFormat.Number), new("without, s", ValueFormat.Number), new("users", ValueFormat.Count)];
        var rows = new ITrainer[] { new Als(), new Bpr { Epochs = 5 }, new Ease(), new ItemKnn() }.Select(trainer =>
        {
            var model = trainer.Fit(split.Train);
            var users = Evaluation.Of(model, split, metrics, null, null).Users;
            return (IReadOnlyList<Cell>)[model.NameOf(), Median(rounds, () => Evaluation.Of(model, split, metrics, null, null)),
                Median(rounds, () => Evaluation.Of(model, split, metrics, new EvaluationOptions { BootstrapSamples = 0 }, null)), users];
        }).ToArray();
        return new Report("Evaluation")
        {
            Lead = $"Ranking the whole catalog of 3,000 items for every test user and measuring {metrics.Count} metrics ({Metrics}); median of {rounds} runs after one to warm up.",
            Sections = [new Section("Results") { Tables = [new Table(columns, rows)] }],
        };
    }

    static double Median(int rounds, Action work)
    {
        var seconds = new double[rounds];
        for (var r = 0; r < rounds; r++)
        {
            var clock = Stopwatch.StartNew();
            work();
            seconds[r] = clock.Elapsed.TotalSeconds;
        }
        Array.Sort(seconds);
        return seconds[rounds / 2];
    }
}
