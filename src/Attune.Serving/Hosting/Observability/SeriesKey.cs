using System.Globalization;
using System.Text;

namespace Attune.Serving;

/// <summary>Names and values of the tags of a series; up to three tell series apart.</summary>
readonly struct SeriesKey : IEquatable<SeriesKey>
{
    readonly KeyValuePair<string, object?> _first, _second, _third;

    internal SeriesKey(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        (_first, _second, _third) = (tags.Length > 0 ? tags[0] : default, tags.Length > 1 ? tags[1] : default, tags.Length > 2 ? tags[2] : default);

    /// <summary>The value of the tag "space"; null for none.</summary>
    internal string? Space => _first.Key == "space" ? _first.Value as string : _second.Key == "space" ? _second.Value as string : _third.Key == "space" ? _third.Value as string : null;

    /// <summary>As Prometheus writes it, without braces: <c>route="/x",status="200"</c>.</summary>
    internal string Text
    {
        get
        {
            var text = new StringBuilder();
            foreach (var (name, value) in (ReadOnlySpan<KeyValuePair<string, object?>>)[_first, _second, _third])
                if (name is not null) text.Append(text.Length > 0 ? "," : "").Append(name.Replace('.', '_')).Append("=\"").Append(Escaped(value)).Append('"');
            return text.ToString();
        }
    }

    public bool Equals(SeriesKey other) => Same(_first, other._first) && Same(_second, other._second) && Same(_third, other._third);

    public override bool Equals(object? obj) => obj is SeriesKey other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_first.Value, _second.Value, _third.Value);

    static bool Same(KeyValuePair<string, object?> a, KeyValuePair<string, object?> b) => a.Key == b.Key && Equals(a.Value, b.Value);

    static string Escaped(object? value) => (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
