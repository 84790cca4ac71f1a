namespace Attune.Serving;

/// <summary>A user as clients gave it.</summary>
public sealed record StoredUser
{
    /// <summary>The user's id: 1 to 256 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Free JSON about the user (strings, arrays, numbers, objects), as text; null for none.</summary>
    public string? Labels { get; init; }

    /// <summary>Words for people.</summary>
    public string Comment { get; init; } = "";
}
