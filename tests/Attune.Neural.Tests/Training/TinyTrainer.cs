using Attune.Numerics;

namespace Attune.Neural.Tests;

/// <summary>
/// The smallest model that the training loop can train: the state after an item is a linear map of its row (with dropout), the score of a next item the inner
/// product with its row, the loss full softmax.
/// </summary>
sealed record TinyTrainer : ITrainer
{
    public int Epochs { get; init; } = 3;

    public int Width { get; init; } = 8;

    public int BatchSize { get; init; } = 8;

    public int MicroBatches { get; init; } = 1;

    public double Dropout { get; init; } = 0.2;

    public double LearningRate { get; init; } = 0.5;

    public double ClipNorm { get; init; }

    public bool Sparse { get; init; }

    /// <summary>Above 0 Adam with this half-life in place of gradient descent with momentum.</summary>
    public double HalfLife { get; init; }

    public bool Fused { get; init; }

    /// <summary>Whether a batch norm stands before the scores of training.</summary>
    public bool Norm { get; init; }

    public int Seed { get; init; } = 7;

    /// <summary>Told the number of each part before it is learned.</summary>
    internal Action<Part, Network>? Before { get; init; }

    /// <summary>Told the optimizer at the end.</summary>
    internal Action<Optimizer>? After { get; init; }

    public QueryParts Reads => QueryParts.History | QueryParts.User;

    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        context ??= FitContext.Default;
        using var scope = new Scope();
        var catalog = Catalog.OfSequences(data);
        var batches = new NextItemBatches(catalog.Sequences!, new BatchOptions(10, BatchSize, Seed) { Window = 2, Device = TrainingDevice.Of(context) });
        var init = new Init(Seed, TrainingDevice.Of(context));
        var network = new Network(init, catalog.Items.Count, Width, Dropout, Sparse, Norm);
        using var optimizer = OptimizerOf(network);
        var loop = new TrainingLoop
        {
            Name = "tiny",
            Network = network,
            Optimizer = optimizer,
            Epochs = Epochs,
            Steps = batches.Steps,
            Learn = part =>
            {
                Before?.Invoke(part, network);
                var batch = batches.Of(part);
                return new(network.Learn(batch), batch.Share, batch.Cells, batch.StepTargets);
            },
            Model = () => new Model(this, catalog, network),
            Schedule = step => LearningRate / (1 + 0.1 * step),
            ClipNorm = ClipNorm > 0 ? ClipNorm : double.PositiveInfinity,
            MicroBatches = MicroBatches,
            Fused = Fused ? batches.TargetsOf : null,
            Draws = [p => init.Masks.Position = p],
            Facts = new Dictionary<string, string> { ["options"] = $"width {Width}, seed {Seed}", ["data"] = batches.Fingerprint },
            LogEvery = 2,
        };
        return Run(loop, network, context);
    }

    Optimizer OptimizerOf(Network network) => HalfLife > 0 ? new Adam([.. network.Parameters], LearningRate) { Beta2HalfLife = HalfLife } : new Sgd([.. network.Parameters], LearningRate, 0.9);

    IRecommender Run(TrainingLoop loop, Network network, FitContext context)
    {
        try
        {
            var model = loop.Run(context);
            After?.Invoke(loop.Optimizer);
            if (model is not Model { Network: var kept } || kept != network) network.Dispose();
            return model;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    public IRecommender Restore(Catalog catalog, Weights weights)
    {
        using var scope = new Scope();
        var network = new Network(new Init(Seed), catalog.Items.Count, Width, Dropout, Sparse, Norm);
        network.Import(weights);
        return new Model(this, catalog, network);
    }

    /// <summary>Users whose items go round in a circle, with some noise, from 1 to 15 items long.</summary>
    internal static Dataset Circles(int users = 40, int items = 12)
    {
        var builder = new DatasetBuilder { Name = "circles" };
        var stream = ((Seed)3).Stream();
        for (var u = 0; u < users; u++)
            for (var (t, length) = (0, 1 + u % 15); t < length; t++)
                builder.Add(new($"u{u}", $"i{(stream.NextDouble() < 0.1 ? stream.NextInt(items) : (u + t) % items)}") { Time = DateTimeOffset.UnixEpoch.AddDays(t) });
        return builder.Build();
    }

    /// <summary>All learned numbers of a model, to compare bit by bit.</summary>
    internal static float[] NumbersOf(IRecommender model)
    {
        var weights = new Weights();
        model.Export(weights);
        return [.. weights.Floats.OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value.Values)];
    }

    internal sealed class Network : Module
    {
        static readonly Operator s_embedding = new("aten::embedding");
        readonly Init _init;
        readonly Linear _map;
        readonly BatchNorm? _norm;
        readonly double _dropout;
        readonly bool _sparse;

        internal Network(Init init, int items, int width, double dropout, bool sparse, bool norm)
        {
            (_init, _dropout, _sparse) = (init, dropout, sparse);
            Table = Add("table", () => init.Normal([items + 1, width], 0.1));
            _map = Add("map", new Linear(init, width, width));
            if (norm) _norm = Add("norm", new BatchNorm(init, width));
        }

        internal Tensor Table { get; }

        // Rows that are looked up and rows that are scored against are one table: with sparse gradients the latter must not make a dense one.
        internal Tensor Forward(Tensor items)
        {
            Tensor rows = s_embedding.Call(Table, items, -1L, false, _sparse);
            if (IsTraining && _dropout > 0) rows *= _init.Masks.Draw(rows, _dropout);
            return _map.Forward(rows);
        }

        internal Tensor Learn(SequenceBatch batch)
        {
            var states = batch.Asked(Forward(batch.Items));
            if (_norm is not null) states = _norm.Forward(states);
            var scores = states.MatMul((_sparse ? Table.Detach() : Table).T);
            var loss = (scores.LogSumExp(1) - scores.Gather(1, batch.Targets.Unsqueeze(1)).Squeeze(1)).Mean();
            Gradients.Backward(loss * batch.Share);
            return loss.Detach();
        }
    }

    internal sealed class Model(TinyTrainer trainer, Catalog catalog, Network network) : IRecommender, IDisposable
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        internal Network Network => network;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            using var scope = new Scope();
            using var off = Gradients.NotRecorded();
            var history = catalog.SequenceOf(query);
            if (history.IsEmpty)
            {
                scores.Fill(float.NaN);
                return;
            }
            var all = network.Forward(Tensor.Of<long>([history[^1] + 1], 1, 1)).Reshape(1, -1).MatMul(network.Table.T).ToArray<float>();
            for (var i = 0; i < items.Length; i++) scores[i] = (uint)items[i] < (uint)catalog.Items.Count ? all[items[i] + 1] : float.NaN;
        }

        public void Export(Weights weights) => network.Export(weights);

        public void Dispose() => network.Dispose();
    }
}
