namespace Attune.Studies;

/// <summary>Curves over sizes that a claim is read off, in the place of pairs: one for each model on each data with sizes.</summary>
sealed record ClaimCurves
{
    internal const string BestAtLargest = "best-at-largest", LateSlope = "late-slope";

    internal static readonly IReadOnlyList<string> Kinds = [BestAtLargest, LateSlope];

    /// <summary>What is read of them: the share whose largest size is the best, or the median slope at the end.</summary>
    public required string Read { get; init; }

    /// <summary>The names of data with sizes, without a size; none = all.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>The names of models; none = all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    internal bool Has(string data, string model) => (Data.Count == 0 || Data.Contains(data)) && (Models.Count == 0 || Models.Contains(model));
}
