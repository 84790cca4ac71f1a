namespace Attune;

/// <summary>One stretch of time, and how it differs from the one before and from the first. What it has nothing to be compared with is null or NaN.</summary>
/// <param name="From">Its begin.</param>
/// <param name="Until">Its end, not included.</param>
/// <param name="Events">Events in it.</param>
/// <param name="Users">Users with events in it.</param>
/// <param name="Chunks">Chunks of it that were compared.</param>
public sealed record DriftPeriod(DateTimeOffset From, DateTimeOffset Until, int Events, int Users, int Chunks)
{
    /// <summary>Its chunks beside those of the period before.</summary>
    public Discrepancy? ToPrevious { get; init; }

    /// <summary>Its chunks beside those of the first period.</summary>
    public Discrepancy? ToFirst { get; init; }

    /// <summary>p of <see cref="ToPrevious"/> after Holm's correction for all periods.</summary>
    public double PreviousP { get; init; } = double.NaN;

    /// <summary>p of <see cref="ToFirst"/> after Holm's correction for all periods.</summary>
    public double FirstP { get; init; } = double.NaN;

    /// <summary>Population stability index of items against the period before.</summary>
    public double ItemsMoved { get; init; } = double.NaN;

    /// <summary>Population stability index of items against the first period.</summary>
    public double ItemsMovedSinceFirst { get; init; } = double.NaN;

    /// <summary>Population stability index of kinds of events against the period before; NaN where there is one kind.</summary>
    public double KindsMoved { get; init; } = double.NaN;

    /// <summary>Share of its events whose items had none in any period before.</summary>
    public double NewItems { get; init; } = double.NaN;

    /// <summary>Whether behaviour has changed since the period before: the corrected p is at most the level.</summary>
    public bool Alarm { get; init; }

    /// <summary>Whether behaviour is another one than in the first period: the corrected p is at most the level.</summary>
    public bool AlarmSinceFirst { get; init; }
}
