using System.Text;

namespace Attune;

/// <summary>Text from outside, made safe to show: no control characters, no broken surrogates, no markup.</summary>
static class Plain
{
    /// <summary>One line: line ends, tabs and other control characters become spaces, what is no character becomes �.</summary>
    public static string Line(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            line.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? " " : rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
        return line.ToString();
    }

    /// <summary>For the text and the attributes of HTML and SVG.</summary>
    public static string Markup(string text) =>
        Line(text).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);

    /// <summary>How many columns of a terminal the text takes: two for ideographs and emoji, none for combining marks.</summary>
    public static int Columns(string text)
    {
        var columns = 0;
        foreach (var rune in text.EnumerateRunes()) columns += Columns(rune);
        return columns;
    }

    /// <summary>About how many pixels the text takes in a sans-serif font; rather too many than too few.</summary>
    public static double Pixels(string text, double size)
    {
        var em = 0.0;
        foreach (var rune in text.EnumerateRunes())
            em += rune.Value switch
            {
                'i' or 'j' or 'l' or 'I' or 't' or 'f' or ' ' or '.' or ',' or ':' or ';' or '|' or '\'' or '!' or '(' or ')' => 0.36,
                'm' or 'w' or 'M' or 'W' or '@' or '%' => 0.95,
                >= 'A' and <= 'Z' => 0.71,
                _ => Columns(rune) switch { 2 => 1.05, 0 => 0, _ => 0.62 },
            };
        return em * size;
    }

    /// <summary>The text in lines of at most <paramref name="room"/>, as <paramref name="measure"/> counts; broken at spaces, a longer word within.</summary>
    public static IReadOnlyList<string> Wrap(string text, double room, Func<string, double> measure)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in Line(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : line + " " + word;
            if (measure(longer) <= room) { line = longer; continue; }
            if (line.Length > 0) lines.Add(line);
            line = word;
            while (measure(line) > room && Head(line, room, measure) is var head && head.Length < line.Length) { lines.Add(head); line = line[head.Length..]; }
        }
        if (line.Length > 0 || lines.Count == 0) lines.Add(line);
        return lines;
    }

    /// <summary>The text, or as much of its beginning as fits, with an ellipsis.</summary>
    public static string Shorten(string text, double room, Func<string, double> measure) =>
        measure(text) <= room ? text : Head(text, room - measure("…"), measure).TrimEnd() + "…";

    static string Head(string text, double room, Func<string, double> measure)
    {
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (end > 0 && measure(text[..(end + rune.Utf16SequenceLength)]) > room) break;
            end += rune.Utf16SequenceLength;
        }
        return text[..end];
    }

    static int Columns(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        <= 0x36F or (>= 0x200B and <= 0x200F) or (>= 0xFE00 and <= 0xFE0F) => 0,
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F)
            or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) => 2,
        _ => 1,
    };
}
