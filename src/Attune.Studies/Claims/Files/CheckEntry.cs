namespace Attune.Studies;

/// <summary>A check as claims.json names it; what it does is code.</summary>
sealed record CheckEntry
{
    /// <summary>The name of the check in the code.</summary>
    public required string Id { get; init; }

    /// <summary>What must hold, in one sentence; null for what the code says.</summary>
    public string? Says { get; init; }

    /// <summary>How long its full size takes: seconds, minutes or hours.</summary>
    public required string Runtime { get; init; }
}
