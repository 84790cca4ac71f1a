using System.Globalization;
using System.Text.Json;

namespace Attune.Serving;

/// <summary>How long, deep and many what a client sends may be. What is beyond is refused with the limit and the place.</summary>
/// <param name="options">The limits.</param>
sealed class ApiLimits(ApiOptions options)
{
    /// <summary>Length of a list where a request names none.</summary>
    internal int DefaultCount => options.DefaultCount;

    /// <summary>An id, if it is one.</summary>
    /// <param name="id">What was sent.</param>
    /// <param name="place">Where, as "user".</param>
    /// <exception cref="RequestException">It is empty or too long, or holds a control character.</exception>
    internal string Id(string? id, string place)
    {
        if (id is null || id.Length == 0 || id.Length > options.LongestId)
            throw RequestException.Bad(string.Create(CultureInfo.InvariantCulture, $"{place} has {id?.Length ?? 0} characters; an id has 1 to {options.LongestId}."));
        foreach (var c in id)
            if (char.IsControl(c)) throw RequestException.Bad(string.Create(CultureInfo.InvariantCulture, $"{place} holds the control character U+{(int)c:X4}; an id has none."));
        return id;
    }

    /// <summary>Ids, if all are.</summary>
    internal IReadOnlyList<string> Ids(IReadOnlyList<string>? ids, string place)
    {
        if (ids is null) return [];
        foreach (var id in ids) Id(id, place);
        return ids;
    }

    /// <summary>The length of a list or page, from 1.</summary>
    internal int Count(int count, string place = "n") => count >= 1 && count <= options.LargestCount ? count
        : throw RequestException.Bad(string.Create(CultureInfo.InvariantCulture, $"{place} is {count}; allowed is 1 to {options.LargestCount}."));

    /// <summary>Labels as text; null for none.</summary>
    internal string? Labels(JsonElement? labels, string place)
    {
        if (labels is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value) return null;
        if (!IsWithin(value, options.DeepestLabels)) throw RequestException.Bad(string.Create(CultureInfo.InvariantCulture, $"{place} is nested more than {options.DeepestLabels} deep; flatten it."));
        return value.GetRawText();
    }

    static bool IsWithin(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object => depth > 0 && value.EnumerateObject().All(p => IsWithin(p.Value, depth - 1)),
        JsonValueKind.Array => depth > 0 && value.EnumerateArray().All(v => IsWithin(v, depth - 1)),
        _ => true,
    };
}
