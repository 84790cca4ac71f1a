namespace Attune;

/// <summary>What a data set looks like. Immutable; <see cref="Of"/> makes it.</summary>
public sealed partial record DataSummary
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

    /// <summary>Events per year, month, week or day, the longest of them that gives at least 5 bars (else days): label (2011, 2011-06, a week's Monday, 2011-06-27; UTC) and count, empty periods included; empty without times.</summary>
    public IReadOnlyList<(string Period, int Events)> Activity { get; init; } = [];

    /// <summary>The popularity curve: with items from the most to the least popular, the share of all events that falls on the first share of items (about 100 points from (0, 0) to (1, 1)).</summary>
    public IReadOnlyList<(double Items, double Events)> PopularityCurve { get; init; } = [];

    /// <summary>The share of all events that falls on the most popular 1 % of the items with events (at least one item).</summary>
    public double TopPercentShare { get; init; }

    /// <summary>Names of the columns and features that are present.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];
}
