namespace Attune.Serving;

/// <summary>What the status page is asked to show.</summary>
/// <param name="Space">The caller's space; null for the default one.</param>
/// <param name="User">Whose list; null for nobody in particular.</param>
/// <param name="Items">The items of a session; null for none.</param>
/// <param name="Placement">Of which placement.</param>
sealed record StatusQuestion(string? Space, string? User, IReadOnlyList<string>? Items, string Placement)
{
    /// <summary>Whether a list is asked for at all.</summary>
    internal bool HasList => User is not null || Items is { Count: > 0 };
}
