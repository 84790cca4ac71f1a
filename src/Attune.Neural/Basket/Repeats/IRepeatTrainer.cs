namespace Attune.Neural;

/// <summary>What the trainers of networks that rank what was bought before say of themselves; <see cref="RepeatFit"/> does the rest.</summary>
interface IRepeatTrainer : ITrainer
{
    /// <summary>How its network is trained: the options that all neural models share.</summary>
    NetworkTrainer Training => (NetworkTrainer)this;

    int Seed { get; }

    int BatchSize { get; }

    /// <summary>Items of a history that are read and scored, the most recently bought.</summary>
    int MostCandidates { get; }

    /// <summary>The newest days of purchase of each user that are learned.</summary>
    int TargetDays { get; }

    /// <summary>What is learned of them.</summary>
    RepeatCriterion Criterion { get; }

    /// <summary>What no range can say of the options; null where all is well.</summary>
    IEnumerable<string?> Complaints { get; }

    /// <summary>An untrained network.</summary>
    RepeatNetwork Network(Init init, int users, int items);
}
