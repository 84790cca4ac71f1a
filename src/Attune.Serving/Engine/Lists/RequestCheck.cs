using System.Globalization;

namespace Attune.Serving;

/// <summary>Refuses requests that no list can answer, with a sentence that says what would do.</summary>
static class RequestCheck
{
    /// <summary>The last place of any list that can be asked for.</summary>
    internal const int LastPlace = 10_000;

    /// <summary>So many ids may be named in one part of a request.</summary>
    internal const int MostIds = 10_000;

    internal static void Of(RecommendationRequest request, Placement placement, int largestCount)
    {
        Counts(request.Count, request.Offset, largestCount);
        Require(request.Diversity is >= 0 and <= 1, "diversity", request.Diversity, "a number from 0 to 1");
        Require(request.CategoryCap is null or >= 1, "categoryCap", request.CategoryCap, "at least 1");
        Length(request.Exclude, "exclude");
        Length(request.Include, "include");
        Length(request.Promote, "promote");
        Length(request.Items, "items");
        Length(request.Categories, "categories");
        if (placement.NeedsItems && request.Items is not { Count: > 0 })
            throw new ArgumentException($"The placement '{placement.Name}' needs items: name at least one, as those of the session or the one that is looked at.");
    }

    internal static void Counts(int count, int offset, int largestCount)
    {
        Require(count >= 1 && count <= largestCount, "count", count, string.Create(CultureInfo.InvariantCulture, $"from 1 to {largestCount}"));
        Require(offset >= 0 && offset <= LastPlace - count, "offset", offset, string.Create(CultureInfo.InvariantCulture, $"at least 0, and with the count at most {LastPlace}"));
    }

    static void Length(IReadOnlyList<string>? ids, string name) =>
        Require(ids is null || ids.Count <= MostIds, name, ids?.Count, string.Create(CultureInfo.InvariantCulture, $"at most {MostIds} values long"));

    static void Require(bool holds, string name, object? value, string range)
    {
        if (!holds) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The value {value} of '{name}' is out of range: it must be {range}."));
    }
}
