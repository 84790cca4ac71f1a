using System.Diagnostics;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>Steps of a training of SASRec without what stands around them.</summary>
sealed class SequenceSteps : IDisposable
{
    readonly SequenceBatches _batches;
    readonly Optimizer _optimizer;
    readonly SequenceNetwork _network;
    readonly SequenceLearner _learner;

    internal SequenceSteps(ISequenceTrainer trainer, Dataset data, Padding padding)
    {
        var catalog = Catalog.OfSequences(data);
        _network = trainer.Network(new Init(1), catalog.Items.Count);
        _network.Train();
        _batches = trainer.Batches(catalog.Sequences!, new BatchOptions(trainer.MaxLength, trainer.BatchSize, ((Seed)1).Derive("batches")) { Padding = padding }, catalog.Items.Count);
        _optimizer = new Adam([.. _network.Parameters], trainer.Training.LearningRate);
        _learner = new SequenceLearner(trainer, _network, _batches, catalog);
    }

    /// <summary>Steps of an epoch.</summary>
    internal int Count => _batches.Steps;

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
        _learner.Learn(new Part(0, step));
        _optimizer.Step();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
    }
}
