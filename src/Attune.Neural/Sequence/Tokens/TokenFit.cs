using Attune.Numerics;

namespace Attune.Neural;

/// <summary>Trains the network of a sequence model on tokens, and measures it: the same network, loop and losses as on the histories of users.</summary>
static class TokenFit
{
    /// <summary>Trains, keeps the best epoch where <paramref name="stopping"/> says so, and measures.</summary>
    /// <param name="trainer">The model's options; MaxLength must hold the sequences.</param>
    /// <param name="train">What is taught.</param>
    /// <param name="test">What is measured at the end, in this order.</param>
    /// <param name="stopping">Makes the watch of a training from the measure of its network; null trains all epochs.</param>
    /// <param name="context">Progress, cancellation, threads, and the model that training starts from.</param>
    /// <returns>The model, and what it answers.</returns>
    internal static (IRecommender Model, IReadOnlyList<TokenScore> Scores) Run(ISequenceTrainer trainer, TokenSequences train, IReadOnlyList<TokenSequences> test, Func<Func<TokenSequences, TokenScore>, EarlyStopping>? stopping, FitContext context)
    {
        SequenceFit.Validate(trainer);
        Torch.Start();
        Torch.Threads = context.ThreadCount;
        var (seed, catalog) = ((Seed)trainer.Seed, CatalogOf(train.Vocabulary));
        var init = new Init(seed, TrainingDevice.Of(context));
        using var network = trainer.Network(init, train.Vocabulary);
        WarmStart.Copy(trainer, context, network, catalog, SequenceNetwork.RowsOf);
        var batches = new TokenBatches(train, new BatchOptions(train.Length, trainer.BatchSize, seed.Derive("batches")) { Device = init.Device });
        using var optimizer = SequenceFit.OptimizerOf(trainer, network, batches);
        var loop = SequenceFit.LoopOf(trainer, network, optimizer, batches, catalog, init, clipNorm: 1);
        var learned = loop.Run(context with { EarlyStopping = stopping?.Invoke(set => Measure(network, set)) });
        var weights = new Weights();
        learned.Export(weights);
        network.Import(weights);
        return (learned, [.. test.Select(set => Measure(network, set))]);
    }

    /// <summary>What a network answers where a set asks.</summary>
    internal static TokenScore Measure(SequenceNetwork network, TokenSequences set)
    {
        const int Rows = 128;
        using var off = Gradients.NotRecorded();
        var batches = new TokenBatches(set, new BatchOptions(set.Length, Rows, (Seed)0));
        var (right, loss, asked) = (0.0, 0.0, 0L);
        for (var step = 0; step < batches.Steps; step++)
        {
            using var scope = new Scope();
            var batch = batches.Of(new Part(0, step));
            var count = batch.Targets.Count;
            if (count == 0) continue;
            var classes = batch.Targets - Tensor.Ones([], DType.Int64);
            var scores = batch.Asked(network.Forward(batch.Items)).MatMul(network.ItemTable.Narrow(0, 1, set.Vocabulary).T);
            right += scores.ArgMax(-1).Eq(classes).To(DType.Float64).Sum().Item();
            loss += scores.LogSoftmax(-1).NllLoss(classes).Item() * count;
            asked += count;
        }
        return new TokenScore(right / asked, loss / asked, (int)asked);
    }

    internal static Catalog CatalogOf(int vocabulary) => new(Vocabulary.Empty, new Vocabulary(Enumerable.Range(0, vocabulary).Select(Vocabulary.Canonical)), new CsrMatrix(vocabulary, [0], [], []), null, new ItemSequences([0], []));
}
