using Attune.Neural;

namespace Attune.Cli;

/// <summary>What is to be trained, as far as a plan needs it.</summary>
/// <param name="Shapes">The parameters.</param>
/// <param name="Says">Where they come from.</param>
/// <param name="Targets">Targets of a row of a batch, or NaN where no data tells.</param>
/// <param name="AllTargets">Targets of the whole training, or NaN.</param>
sealed record PlannedParameters(IReadOnlyList<ParameterShape> Shapes, string Says, double Targets = double.NaN, double AllTargets = double.NaN)
{
    const int Side = 1024;

    /// <summary>So many numbers, taken as square matrices, whose rows and columns Adafactor needs.</summary>
    internal static PlannedParameters OfCount(double count)
    {
        var (whole, rest) = ((long)count / (Side * Side), (long)count % (Side * Side));
        var shapes = Enumerable.Repeat(new ParameterShape([Side, Side]), checked((int)whole)).ToList();
        if (rest > 0) shapes.Add(new ParameterShape([rest]));
        return new PlannedParameters(shapes, $"{(long)count:N0} parameters, taken as matrices of {Side} × {Side}");
    }

    /// <summary>Those of a network that reads sequences, for a catalog of so many items; with data also the targets.</summary>
    internal static PlannedParameters OfModel(ITrainer trainer, int items, Dataset? data)
    {
        var name = Options.NameOf(trainer.GetType());
        if (trainer is not ISequenceTrainer sequences) throw new UsageException($"--model: {name} is no network that reads sequences, so it has no batches of targets; name one that attune models lists among them, as sasrec, or give --parameters.");
        SequenceFit.Validate(sequences);
        Torch.Start();
        using var scope = new Scope();
        using var network = sequences.Network(new Init(sequences.Seed), items);
        var shapes = network.Parameters.Select(ParameterShape.Of).ToList();
        var (row, all) = data is null ? (double.NaN, double.NaN) : TargetsOf(sequences, data);
        return new PlannedParameters(shapes, $"{name} over {items:N0} items, {shapes.Sum(s => s.Count):N0} parameters", row, all);
    }

    // Counted over the first epoch: which places ask may be drawn anew in each, how many differs little.
    static (double Row, double All) TargetsOf(ISequenceTrainer trainer, Dataset data)
    {
        var batches = trainer.Batches(Catalog.OfSequences(data).Sequences!, new BatchOptions(trainer.MaxLength, trainer.BatchSize, trainer.Seed), data.Items.Count);
        var targets = batches.TargetsOf(epoch: 0);
        return ((double)targets / batches.Count, (double)targets * trainer.Training.StepsOf(batches.Steps) / batches.Steps);
    }
}
