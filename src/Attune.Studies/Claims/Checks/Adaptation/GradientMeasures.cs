using Attune.Neural;

namespace Attune.Studies;

/// <summary>How exact the gradients of chunks are.</summary>
static class GradientMeasures
{
    const double Step = 1e-6;

    static readonly (ITrainer Trainer, string Output, string[] Matrices)[] s_networks =
    [
        (new Sasrec { Width = 8, Layers = 2, Dropout = 0.2, BatchSize = 16, Epochs = 6, LearningRate = 0.01, MaxLength = 8 }, "layers.1.self_attn.out_proj.bias", ["layers.1.self_attn.in_proj_weight", "layers.1.self_attn.out_proj.weight"]),
        (new Hstu { Width = 8, Layers = 2, Heads = 2, Dropout = 0.2, BatchSize = 16, Epochs = 6, LearningRate = 0.01, MaxLength = 8, TimeBuckets = 0 }, "layers.1.output.bias", ["layers.1.uvqk.weight", "layers.1.output.weight"]),
    ];

    static PlantedWorld World { get; } = new PlantedDrift { Users = 100, References = 20, Items = 20, ChunkLength = 8 }.Make();

    static IRecommender Fitted(ITrainer trainer, FitContext context) => trainer.Fit(World.Before.ToDataset(), new FitContext { Threads = context.ThreadCount, Cancellation = context.Cancellation });

    /// <summary>The largest relative difference between a gradient and the quotients of differences of the loss written out in double precision.</summary>
    internal static double AgainstDifferences(int chunks, FitContext context)
    {
        var most = 0.0;
        foreach (var (trainer, output, matrices) in s_networks)
        {
            var model = Fitted(trainer, context);
            var (weights, items) = (new Weights(), model.Catalog.Items.Count);
            model.Export(weights);
            using var network = ((ISequenceTrainer)trainer).Network(new Init(1, Device.Cpu, DType.Float64), items);
            network.Import(weights);
            for (var c = 0; c < chunks; c++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                int[] sequence = [.. World.Candidates.Items(c)];
                // What is added at every place has as its derivative the sum over places of that by what it is added to.
                most = Math.Max(most, Difference(Array.ConvertAll(By(network, output, sequence, items), g => g / (sequence.Length - 1)), Row(model, "gradient", c)));
                double[] expected = [.. matrices.SelectMany(m => By(network, m, sequence, items))];
                most = Math.Max(most, Difference([Math.Sqrt(expected.Sum(g => g * g))], Row(model, "grand", c)));
                most = Math.Max(most, Difference(expected, Raw(model, c)));
            }
        }
        return most;
    }

    /// <summary>The mean error of the cosines of pairs after the projection, the larger of both networks.</summary>
    internal static double LostByProjection(int pairs, FitContext context) => s_networks.Max(n =>
    {
        var model = Fitted(n.Trainer, context);
        var count = World.Candidates.Count;
        var (raw, projected) = (Enumerable.Range(0, count).Select(c => Raw(model, c)).ToArray(), Enumerable.Range(0, count).Select(c => Row(model, "gradient-parameters", c)).ToArray());
        return Enumerable.Range(0, pairs).Average(p =>
        {
            var (a, b) = (p % count, (p + 1 + p / count) % count);
            return Math.Abs(Cosine(raw[a], raw[b]) - Cosine(projected[a], projected[b]));
        });
    });

    static float[] Row(IRecommender model, string form, int chunk)
    {
        var representer = ChunkRepresenters.Of(model, form);
        var row = new float[representer.Dimension];
        representer.Represent(World.Candidates, [chunk], row);
        return row;
    }

    static float[] Raw(IRecommender model, int chunk)
    {
        using var scope = new Scope();
        var (items, vectors, sequence) = (model.Catalog.Items.Count, ((IInnerProduct)model).ItemVectors, World.Candidates.Items(chunk).ToArray());
        var block = new ChunkBlock(Tensor.Wrap(Array.ConvertAll(sequence[..^1], i => i + 1L), 1, sequence.Length - 1), default, [sequence.Length - 1], [sequence[^1]], Tensor.Wrap(vectors.ToArray(), items, vectors.Length / items));
        return ParameterGradient.Of(SequenceFit.NetworkOf(model)!.Value.Network, block).ToArray<float>();
    }

    static double[] By(SequenceNetwork network, string parameter, int[] sequence, int items)
    {
        using var scope = new Scope();
        var leaf = network.Parameters.Single(p => p.Name == parameter).Value;
        var found = new double[leaf.Count];
        for (var i = 0; i < found.Length; i++)
        {
            var kept = leaf.Span<double>()[i];
            leaf.Span<double>()[i] = kept + Step;
            var above = Loss(network, sequence, items);
            leaf.Span<double>()[i] = kept - Step;
            found[i] = (above - Loss(network, sequence, items)) / (2 * Step);
            leaf.Span<double>()[i] = kept;
        }
        return found;
    }

    // −log softmax of the last item, given those before it.
    static double Loss(SequenceNetwork network, int[] sequence, int items)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var states = network.Forward(Tensor.Wrap(Array.ConvertAll(sequence[..^1], i => i + 1L), 1, sequence.Length - 1));
        var scores = states.Select(1, sequence.Length - 2).MatMul(network.ItemTable.Narrow(0, 1, items).T).ToArray<double>();
        return Math.Log(scores.Sum(s => Math.Exp(s - scores.Max()))) + scores.Max() - scores[sequence[^1]];
    }

    static double Difference(double[] expected, float[] found) => Math.Sqrt(expected.Zip(found, (e, f) => (e - f) * (e - f)).Sum()) / Math.Max(1e-9, Math.Sqrt(expected.Sum(e => e * e)));

    static double Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(y => (double)y * y));
}
