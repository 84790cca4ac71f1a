namespace Attune;

/// <summary>How to measure.</summary>
public sealed record EvaluationOptions
{
    /// <summary>What happens to items of the training history; null (default) = the model's default, which is Exclude for most.</summary>
    public Seen? Seen { get; init; }

    /// <summary>Held-out values below this do not count as relevant (ratings: 4, say). Default: everything counts.</summary>
    public float RelevantFrom { get; init; } = float.NegativeInfinity;

    /// <summary>Whether held-out values are the grades of relevance; default false: every grade is 1.</summary>
    public bool ValuesAsGrades { get; init; }

    /// <summary>Whether only test users known from training count. Default false: whoever gets no list counts as a list without hits.</summary>
    public bool KnownUsersOnly { get; init; }

    /// <summary>Users ranked between two reports of progress; changes nothing else. Default 256.</summary>
    public int BlockSize { get; init; } = 256;

    /// <summary>Resamples of users for the confidence intervals; 0 for none. Default 1000.</summary>
    public int BootstrapSamples { get; init; } = 1000;

    /// <summary>Confidence of the intervals, between 0 and 1. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Seed of the bootstrap. Default 42.</summary>
    public int Seed { get; init; } = 42;
}
