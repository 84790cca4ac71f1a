namespace Attune.Neural;

/// <summary>What the trainers of networks that read sequences say of themselves; <see cref="SequenceFit"/> does the rest.</summary>
interface ISequenceTrainer : ITrainer
{
    /// <summary>How its network is trained: the options that all neural models share.</summary>
    NetworkTrainer Training => (NetworkTrainer)this;

    int Width { get; }

    int MaxLength { get; }

    int BatchSize { get; }

    int Seed { get; }

    SequenceLoss Loss { get; }

    int Negatives { get; }

    double Calibration { get; }

    /// <summary>Whether a place that asks for an item stands after the history when scoring: table row items + 1.</summary>
    bool AsksWithAMark => false;

    /// <summary>Whether its network reads when each item was: then times are kept with the histories.</summary>
    bool ReadsTimes => false;

    /// <summary>What no range can say of the options; null where all is well.</summary>
    IEnumerable<string?> Complaints { get; }

    /// <summary>An untrained network for a catalog of so many items.</summary>
    SequenceNetwork Network(Init init, int items);

    /// <summary>How sequences become batches.</summary>
    SequenceBatches Batches(ItemSequences sequences, BatchOptions options, int items);
}
