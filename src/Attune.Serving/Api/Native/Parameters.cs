using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Attune.Serving;

/// <summary>The parameters behind the question mark of a request. One that the route does not know is an error: it would be ignored, and its sender would not know.</summary>
readonly struct Parameters
{
    readonly IQueryCollection _query;

    /// <summary>The parameters of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">The names that the route knows; one that ends in a dot stands for all that begin with it.</param>
    internal Parameters(HttpRequest request, params ReadOnlySpan<string> known)
    {
        _query = request.Query;
        foreach (var (name, _) in _query)
            if (!IsKnown(name, known))
                throw RequestException.Bad($"There is no parameter \"{name}\" here; {(known.Length == 0 ? "the route has none" : "known are " + string.Join(", ", known!))}.");
    }

    internal string? Text(string name) => _query.TryGetValue(name, out var values) && values is [.., { Length: > 0 } last] ? last : null;

    /// <summary>Words with commas between them, or the parameter more than once; null where it is not there.</summary>
    internal string[]? List(string name) => !_query.TryGetValue(name, out var values) ? null
        : [.. values.SelectMany(v => (v ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))];

    internal int? Integer(string name) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Unreadable(name, text, "a whole number");

    internal double? Number(string name) => Text(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : throw Unreadable(name, text, "a number");

    /// <summary>True or false; the bare name means true.</summary>
    internal bool Flag(string name) => _query.TryGetValue(name, out var values) && (values.ToString() switch
    {
        "" or "true" or "1" => true,
        "false" or "0" => false,
        var text => throw Unreadable(name, text, "true or false"),
    });

    internal DateTimeOffset? Time(string name) => Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Unreadable(name, text, "a time as 2026-01-31T12:00:00Z");

    internal T? Word<T>(string name) where T : struct, Enum => Text(name) is { } text ? Word<T>(name, text) : null;

    /// <summary>All parameters that begin with a prefix, by the rest of their names; null where there are none.</summary>
    internal Dictionary<string, string>? Named(string prefix)
    {
        Dictionary<string, string>? found = null;
        foreach (var (name, value) in _query)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) (found ??= new(StringComparer.Ordinal))[name[prefix.Length..]] = value.ToString();
        return found;
    }

    /// <summary>One of the words of an enumeration.</summary>
    internal static T Word<T>(string place, string text) where T : struct, Enum => Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
        ? Enum.Parse<T>(name) : throw Unreadable(place, text, string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant());

    static bool IsKnown(string name, ReadOnlySpan<string> known)
    {
        foreach (var k in known)
            if (k == name || (k.EndsWith('.') && name.Length > k.Length && name.StartsWith(k, StringComparison.Ordinal))) return true;
        return false;
    }

    static RequestException Unreadable(string name, string text, string allowed) => RequestException.Bad($"{name} is \"{Short(text)}\"; allowed is {allowed}.");

    static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
