namespace Attune;

/// <summary>What a data set looks like. Immutable; <c>DataSummary.Of</c> makes it.</summary>
public sealed record DataSummary
{
    /// <summary>What the data is called.</summary>
    public required string Name { get; init; }

    /// <summary>Users with events.</summary>
    public required int Users { get; init; }

    /// <summary>Items with events.</summary>
    public required int Items { get; init; }

    /// <summary>Items that are listed with features but have no events.</summary>
    public int ListedOnly { get; init; }

    /// <summary>Events of all kinds.</summary>
    public required int Events { get; init; }

    /// <summary>Distinct (user, item) pairs with a preference.</summary>
    public required int Preferences { get; init; }

    /// <summary>Preferences / (users · items), from 0 to 1.</summary>
    public double Density { get; init; }

    /// <summary>The oldest event, or null without times.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The newest event, or null without times.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Events by kind.</summary>
    public IReadOnlyDictionary<string, int> Kinds { get; init; } = new Dictionary<string, int>();

    /// <summary>Events by value (the rating scale), where there are at most 20 distinct ones; else empty.</summary>
    public IReadOnlyDictionary<float, int> Values { get; init; } = new Dictionary<float, int>();

    /// <summary>Events per user at the quantiles 0, .25, .5, .75, 1.</summary>
    public IReadOnlyList<int> EventsPerUser { get; init; } = [];

    /// <summary>Events per item at the quantiles 0, .25, .5, .75, 1.</summary>
    public IReadOnlyList<int> EventsPerItem { get; init; } = [];

    /// <summary>Events per month, week or day, whichever gives 5 to 60 bars: label and count; empty without times.</summary>
    public IReadOnlyList<(string Period, int Events)> Activity { get; init; } = [];

    /// <summary>The popularity curve: with items from the most to the least popular, the share of all events that falls on the first share of items (about 100 points from (0, 0) to (1, 1)).</summary>
    public IReadOnlyList<(double Items, double Events)> PopularityCurve { get; init; } = [];

    /// <summary>Names of the columns and features that are present.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];
}
