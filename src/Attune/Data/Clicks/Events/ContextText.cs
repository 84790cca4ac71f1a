namespace Attune;

/// <summary>
/// The circumstances of an event as fields: <c>device=phone;weekday=mon</c> (parted by ';', or by blanks) has the fields that it names; words without a name, as libFM's features are, become c0, c1, … by
/// their place.
/// </summary>
static class ContextText
{
    /// <summary>Calls <paramref name="take"/> for every part: its field's name and its text.</summary>
    internal static void Read(string? text, Action<string, string> take)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        var parts = text.Contains(';', StringComparison.Ordinal) ? text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        for (var p = 0; p < parts.Length; p++)
            if (parts[p].IndexOf('=', StringComparison.Ordinal) is > 0 and var sign) take(parts[p][..sign].TrimEnd(), parts[p][(sign + 1)..].TrimStart());
            else take(Unnamed(p), parts[p]);
    }

    /// <summary>The names of all fields: named ones in ordinal order, then places.</summary>
    internal static string[] Names(EventColumns events)
    {
        if (events.Context is null) return [];
        var (names, places) = (new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var text in events.Context.Distinct(StringComparer.Ordinal))
        {
            var at = 0;
            Read(text, (name, _) =>
            {
                if (name == Unnamed(at++)) places = Math.Max(places, at);
                else names.Add(name);
            });
        }
        return [.. names.Order(StringComparer.Ordinal), .. Enumerable.Range(0, places).Select(Unnamed).Where(n => !names.Contains(n))];
    }

    static string Unnamed(int place) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"c{place}");
}
