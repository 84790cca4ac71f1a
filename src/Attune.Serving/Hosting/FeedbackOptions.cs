namespace Attune.Serving;

/// <summary>What events of each type mean.</summary>
public sealed class FeedbackOptions
{
    /// <summary>Types that only say that an item was seen: they leave it out of lists and are no preference. Default "read" and "impression".</summary>
    public IList<string> ReadTypes { get; } = ["read", "impression"];

    /// <summary>How much an event of a type counts as a preference; types not named count 1.</summary>
    public IDictionary<string, float> Weights { get; } = new Dictionary<string, float>(StringComparer.Ordinal);

    /// <summary>How many of a user's newest events are read for a list. Default 500.</summary>
    public int LongestHistory { get; set; } = 500;
}
