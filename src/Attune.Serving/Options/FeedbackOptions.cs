using System.ComponentModel.DataAnnotations;

namespace Attune.Serving;

/// <summary>What events of each type mean.</summary>
public sealed class FeedbackOptions
{
    /// <summary>Types that only say that an item was seen: they leave it out of lists and are no preference. Default "read" and "impression".</summary>
    public IList<string> ReadTypes { get; } = ["read", "impression"];

    /// <summary>How much an event of a type counts as a preference; types not named count 1.</summary>
    public IDictionary<string, float> Weights { get; } = new Dictionary<string, float>(StringComparer.Ordinal);

    /// <summary>How many of a user's newest events are read for a list. Default 500.</summary>
    [Range(1, 100_000)]
    public int LongestHistory { get; set; } = 500;

    /// <summary>How many days, back from the newest event, count for popularity. Default 90.</summary>
    [Range(1, 36_500)]
    public int PopularDays { get; set; } = 90;
}
