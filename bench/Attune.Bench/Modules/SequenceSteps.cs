using System.Diagnostics;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>Steps of a training of SASRec without what stands around them: with one lane on all threads of libtorch, with more on one thread each.</summary>
sealed class SequenceSteps : IDisposable
{
    readonly SequenceBatches _batches;
    readonly Optimizer _optimizer;
    readonly SequenceNetwork _network;
    readonly Lanes _lanes;
    readonly int _count;

    internal SequenceSteps(Sasrec trainer, Dataset data, Padding padding, int lanes = 1)
    {
        var catalog = Catalog.OfSequences(data);
        var all = Enumerable.Range(0, lanes).Select(l => Make(trainer, catalog, padding, l)).ToArray();
        (_network, _batches, _count) = (all[0].Network, all[0].Batches, lanes);
        _optimizer = new Adam([.. _network.Parameters], trainer.LearningRate);
        _lanes = new Lanes([.. all.Select(l => new Lanes.Lane(l.Network, new SequenceLearner(trainer, l.Network, l.Batches, catalog).Learn))]);
    }

    /// <summary>Steps of an epoch.</summary>
    internal int Count => _batches.Steps;

    /// <summary>The network.</summary>
    internal SequenceNetwork Network => _network;

    /// <summary>Places of a step's batch: rows × longest.</summary>
    internal (long Rows, long Length) ShapeOf(int step)
    {
        using var scope = new Scope();
        var items = _batches.Of(new Part(0, step)).Items;
        return (items.Size(0), items.Size(1));
    }

    /// <summary>Seconds of an epoch, from steps spread over it.</summary>
    internal double Epoch(int steps)
    {
        var every = Math.Max(1, Count / steps);
        int[] chosen = [.. Enumerable.Range(0, (Count + every - 1) / every).Select(i => i * every)];
        foreach (var step in chosen[..Math.Min(3, chosen.Length)]) Take(step);
        var clock = Stopwatch.StartNew();
        foreach (var step in chosen) Take(step);
        return clock.Elapsed.TotalSeconds * Count / chosen.Length;
    }

    /// <summary>One step of the first epoch.</summary>
    internal void Take(int step)
    {
        using var scope = new Scope();
        _optimizer.Clear();
        _lanes.Learn([.. Enumerable.Range(0, _count).Select(l => new Part(0, step, l, _count))]);
        _optimizer.Step();
    }

    public void Dispose()
    {
        _lanes.Dispose();
        _optimizer.Dispose();
        _network.Dispose();
    }

    static (SequenceNetwork Network, SequenceBatches Batches) Make(ISequenceTrainer trainer, Catalog catalog, Padding padding, int lane)
    {
        var network = trainer.Network(new Init(lane), catalog.Items.Count);
        network.Train();
        return (network, trainer.Batches(catalog.Sequences!, new BatchOptions(trainer.MaxLength, trainer.BatchSize, ((Seed)1).Derive("batches")) { Padding = padding }, catalog.Items.Count));
    }
}
