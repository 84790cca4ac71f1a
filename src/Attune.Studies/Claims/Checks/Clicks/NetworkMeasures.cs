using Attune.Neural;

namespace Attune.Studies;

/// <summary>Networks of clicks beside closed forms, loops and the truth behind made-up rows.</summary>
static class NetworkMeasures
{
    static readonly ClickTrainer[] s_models =
    [
        new ClickLr(), new ClickFm(), new ClickMlp { Width = 24, Layers = 2 }, new WideDeep { Width = 24, Layers = 2 }, new DeepFm { Width = 24, Layers = 2, BatchNorm = true }, new DcnV2 { Width = 24, Layers = 2 }, new AutoInt { Width = 8, Layers = 2 },
        new FinalMlp { Width = 20, Layers = 2, Heads = 2, GateWidth = 16 }, new Wukong { Width = 32 }, new RankMixer { Tokens = 4, Width = 16 }, new SsrS { Views = 4, ViewWidth = 12 }, new SsrD { Views = 4, ViewWidth = 12 },
        new Ssr { Views = 3, ViewWidth = 10, ExpandedWidth = 24, Gate = true, Residual = false, BatchNorm = true },
    ];

    static readonly PlantedTruth s_truth = new PlantedClicks { Fields = 8, Signal = 6, Pairs = 3, Sizes = [10, 20, 50], Seed = 3 }.Plant();

    internal static double Parameters()
    {
        var largest = 0.0;
        foreach (var options in s_models)
        {
            using var network = options.Network(new Init(1), s_truth.Fields);
            var dense = network.Parameters.Where(p => !p.IsTable).Sum(p => p.Value.Count);
            largest = Math.Max(largest, Math.Abs(dense - options.DenseParameters(s_truth.Fields)) / (double)Math.Max(1, dense));
        }
        // A layer of b static views of width d beside a dense one of b · d: matrices alone, d² b to (b d)².
        var ssr = new SsrS { Views = 8, ViewWidth = 16, Layers = 1 };
        using var views = ssr.Network(new Init(1), s_truth.Fields);
        var matrix = views.Parameters.Where(p => !p.IsTable && p.Value.Rank == 3 && p.Value.Size(1) > 1).Sum(p => p.Value.Count);
        return Math.Max(largest, Math.Abs(matrix * 8 / Math.Pow(8 * 16, 2) - 1));
    }

    internal static double Drawn()
    {
        var model = new SsrS { Views = 6, ViewWidth = 40, Epochs = 1, EmbeddingSize = 8 }.Fit(s_truth.Table(0, 2000));
        var (wrong, weights) = (0, new Weights());
        model.Export(weights);
        foreach (var (name, drawn) in weights.Integers.Where(i => i.Key.EndsWith("indices", StringComparison.Ordinal)))
        {
            int[][] views = [.. drawn.Chunk(40)];
            wrong += views.Sum(v => v.Length - v.Distinct().Count()) + views.Select(v => string.Join(' ', v.Order())).GroupBy(v => v).Sum(g => g.Count() - 1);
        }
        var folder = Directory.CreateTempSubdirectory("attune-check-");
        try
        {
            model.Save(folder.FullName);
            var (again, kept) = (new Weights(), Recommender.Load(folder.FullName));
            kept.Export(again);
            return wrong + weights.Integers.Sum(i => i.Value.Zip(again.Integer(i.Key), (a, b) => a == b ? 0 : 1).Sum()) + (weights.Integers.Any(i => i.Key.EndsWith("indices", StringComparison.Ordinal)) ? 0 : 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    internal static double Pairs()
    {
        using var pass = new ScoringPass();
        using var network = new ClickFm { Deviation = 0.3 }.Network(new Init(2), s_truth.Fields);
        var (rows, weights) = (s_truth.Rows(0, 50), new Weights());
        network.Export(weights);
        var found = network.Forward(rows).ToArray<float>();
        float[] e = weights.Floats.Single(f => f.Value.Shape is [_, 16]).Value.Values, w = weights.Floats.Single(f => f.Value.Shape is [_, 1]).Value.Values, b = weights.Float("bias", 1);
        return found.Select((z, r) => Math.Abs(z - Logit(rows.Codes.AsSpan(r * rows.Columns, rows.Columns)))).Max();

        double Logit(ReadOnlySpan<int> codes)
        {
            double z = b[0];
            for (var f = 0; f < codes.Length; f++)
            {
                z += w[codes[f]];
                for (var g = 0; g < f; g++)
                    for (var d = 0; d < 16; d++) z += (double)e[codes[f] * 16 + d] * e[codes[g] * 16 + d];
            }
            return z;
        }
    }

    internal static double Alone()
    {
        var largest = 0.0;
        foreach (var options in s_models)
        {
            var model = ((ClickTrainer)Options.With(options, [new("epochs", "1")])).Fit(s_truth.Table(0, 1000));
            var (rows, one) = (s_truth.Rows(1000, 300), new float[1]);
            var together = new float[rows.Count];
            model.Predict(rows, together);
            for (var r = 0; r < rows.Count; r += 37)
            {
                model.Predict(rows.Slice(r, 1), one);
                largest = Math.Max(largest, Math.Abs(one[0] - together[r]));
            }
        }
        return largest;
    }

    internal static double Planted(CheckSize size)
    {
        var count = size == CheckSize.Full ? 60_000 : 25_000;
        var (train, test) = (s_truth.Table(0, count), s_truth.Table(count, 10_000));
        double[] known = [.. Enumerable.Range(0, 10_000).Select(r => s_truth.Probability(test.Rows.Codes.AsSpan(r * 8, 8)))];
        var best = ClickAuc.Of(new ScoredClicks([.. known.Select(p => (float)p)], test.Rows.Labels, null, null)) - 0.5;
        ClickTrainer[] models = [new DeepFm { Width = 32, Layers = 2 }, new SsrS { Views = 4, ViewWidth = 32 }, new SsrD { Views = 4, ViewWidth = 16 }];
        return models.Max(m => 1 - (ClickEvaluation.Of(((ClickTrainer)Options.With(m, [new("learningRate", "0.003"), new("epochs", "4"), new("batchSize", "256")])).Fit(train), test, new ClickEvaluationOptions { BootstrapSamples = 0 })["auc"].Value - 0.5) / best);
    }
}
