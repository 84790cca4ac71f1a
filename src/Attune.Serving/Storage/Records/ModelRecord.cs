namespace Attune.Serving;

/// <summary>A version of the model of a space.</summary>
public sealed record ModelRecord
{
    /// <summary>The version: a time and a few digits that sort by time, as "20261129T170501-als-1f3c".</summary>
    public required string Version { get; init; }

    /// <summary>The model's name, as "als".</summary>
    public required string Model { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>"retrained" or "published".</summary>
    public string Origin { get; init; } = "retrained";

    /// <summary>Whether requests are answered by it.</summary>
    public bool IsActive { get; init; }

    /// <summary>When it was last made the active one; null where it never was. The newest of those that are not active is what a roll back returns to.</summary>
    public DateTimeOffset? Activated { get; init; }

    /// <summary>Why it was activated, or was not.</summary>
    public string Decision { get; init; } = "";

    /// <summary>What it was measured at.</summary>
    public IReadOnlyList<ModelMetric> Metrics { get; init; } = [];

    /// <summary>Users that it was trained on.</summary>
    public int Users { get; init; }

    /// <summary>Items that it was trained on.</summary>
    public int Items { get; init; }

    /// <summary>Events that it was trained on.</summary>
    public long Events { get; init; }

    /// <summary>The number of the newest event that training could see.</summary>
    public long LastEvent { get; init; }

    /// <summary>Bytes of the saved model.</summary>
    public long Bytes { get; init; }
}
