using System.Globalization;

namespace Attune.Studies;

/// <summary>A claim of a paper as claims.json writes it: which differences between cells of the study decide it, and by what margin.</summary>
sealed record ClaimEntry
{
    internal const string Above = "above", Below = "below", Within = "within", Better = "better", Report = "report";

    internal static readonly IReadOnlyList<string> Kinds = [Above, Below, Within, Better, Report];

    /// <summary>A name of its own within the file.</summary>
    public required string Id { get; init; }

    /// <summary>What the paper claims, in one sentence.</summary>
    public required string Says { get; init; }

    /// <summary>Where it does.</summary>
    public required string Source { get; init; }

    /// <summary>What is claimed of the mean difference (one of <see cref="Kinds"/>), or that two rankings are only reported.</summary>
    public required string Is { get; init; }

    /// <summary>What is compared: a metric of the study.</summary>
    public required string Metric { get; init; }

    /// <summary>How long the trainings take that it is read off: seconds, minutes or hours.</summary>
    public required string Runtime { get; init; }

    /// <summary>The name of the data; null where every pair names its own.</summary>
    public string? Data { get; init; }

    /// <summary>How many of the study's seeds, from the first; null for all.</summary>
    public int? Seeds { get; init; }

    /// <summary>What the mean difference is held against. Default 0.</summary>
    public double? Margin { get; init; }

    /// <summary>Whether a difference is divided by the right side. Default false.</summary>
    public bool Relative { get; init; }

    /// <summary>What is compared with what.</summary>
    public IReadOnlyList<ClaimPair> Pairs { get; init; } = [];

    /// <summary>Curves over sizes that it is read off, in place of <see cref="Pairs"/>; null where pairs are compared.</summary>
    public ClaimCurves? Curves { get; init; }

    /// <summary>Groups of users that it is read off, in place of <see cref="Pairs"/>; its metric is then what was measured of them. Null where models are compared.</summary>
    public ClaimGroups? Groups { get; init; }

    /// <summary>Of a report: the models that are ranked.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>Of a report: their counterparts, in the same order; none = the same models.</summary>
    public IReadOnlyList<string> Right { get; init; } = [];

    /// <summary>Of a report: the data of the right side, if it is another.</summary>
    public string? RightData { get; init; }

    /// <summary>Of a report: the metric of the right side, if it is another.</summary>
    public string? RightMetric { get; init; }

    internal bool IsReport => Is == Report;

    internal IReadOnlyList<string> RightModels => Right.Count > 0 ? Right : Left;

    /// <summary>What is claimed, in signs: <c>&gt; 0.05</c>.</summary>
    internal string Claimed
    {
        get
        {
            var margin = string.Create(CultureInfo.InvariantCulture, $"{Margin ?? 0}{(Relative ? " of the right" : "")}");
            return Is switch
            {
                Below => $"< {margin}",
                Within => $"± {margin}",
                Better => $"better by > {margin}",
                _ => $"> {margin}",
            };
        }
    }

    internal string? DataOf(ClaimPair pair) => pair.Data ?? Data;
}
