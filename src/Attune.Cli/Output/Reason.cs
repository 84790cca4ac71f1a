namespace Attune.Cli;

/// <summary>What one item of the history adds to a score.</summary>
sealed record Reason(string Item, string? Title, float Contribution)
{
    /// <summary>The items that speak for the explained one, the strongest first.</summary>
    internal static IEnumerable<Reason> Of(Explanation why) => why.Contributions.Where(c => c.Value > 0).Select(c => new Reason(c.Id, c.Title, c.Value));
}
