namespace Attune.Serving;

/// <summary>Requests that ask for the same.</summary>
sealed class RequestComparer : IEqualityComparer<RecommendationRequest>
{
    public bool Equals(RecommendationRequest? a, RecommendationRequest? b) => a is not null && b is not null
        && a.Placement == b.Placement && a.User == b.User && a.Count == b.Count && a.Offset == b.Offset && a.Filter == b.Filter && a.CategoryCap == b.CategoryCap
        && a.Diversity.Equals(b.Diversity) && a.Explain == b.Explain && a.Seen == b.Seen && a.At == b.At && a.Text == b.Text
        && Same(a.Items, b.Items) && Same(a.Exclude, b.Exclude) && Same(a.Include, b.Include) && Same(a.Categories, b.Categories) && Same(a.Promote, b.Promote)
        && Same(a.Context, b.Context);

    public int GetHashCode(RecommendationRequest request)
    {
        var hash = new HashCode();
        hash.Add(request.Placement);
        hash.Add(request.User);
        hash.Add(request.Count);
        hash.Add(request.Offset);
        hash.Add(request.Filter);
        for (var i = 0; i < request.Items?.Count; i++) hash.Add(request.Items[i]);
        for (var i = 0; i < request.Categories.Count; i++) hash.Add(request.Categories[i]);
        return hash.ToHashCode();
    }

    static bool Same(IReadOnlyList<string>? a, IReadOnlyList<string>? b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a is null || b is null || a.Count != b.Count) return false;
        for (var i = 0; i < a.Count; i++)
            if (!string.Equals(a[i], b[i], StringComparison.Ordinal)) return false;
        return true;
    }

    static bool Same(IReadOnlyDictionary<string, string>? a, IReadOnlyDictionary<string, string>? b) =>
        ReferenceEquals(a, b) || (a is not null && b is not null && a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var value) && value == p.Value));
}
