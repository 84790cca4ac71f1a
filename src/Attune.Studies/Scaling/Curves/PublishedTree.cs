using System.Globalization;

namespace Attune.Studies;

/// <summary>
/// Reads the tree of results that the scaling study publishes: OUTPUT → tool → algorithm → data → obtained size → NDCG, as YAML of nested mappings. A cell that failed is null or −1 and is no point.
/// </summary>
static class PublishedTree
{
    const string Root = "OUTPUT";
    const int Levels = 5;

    /// <summary>A curve for each tool, algorithm and data, named "TOOL ALGORITHM DATA", in the order of the file; also those without a point.</summary>
    /// <exception cref="DataException">It is no such tree; the message says where.</exception>
    internal static IReadOnlyList<LearningCurve> Read(string name, TextReader text)
    {
        var curves = new Dictionary<string, List<ScalePoint>>();
        var path = new List<(int Indent, string Key)>();
        for (var (line, number) = (text.ReadLine(), 1); line is not null; (line, number) = (text.ReadLine(), number + 1))
        {
            if (line.AsSpan().TrimStart() is { IsEmpty: true } or ['#', ..] or "---") continue;
            var (indent, key, value) = Entry(name, number, line);
            while (path.Count > 0 && path[^1].Indent >= indent) path.RemoveAt(path.Count - 1);
            path.Add((indent, key));
            if (path[0].Key != Root || path.Count < Levels - 1) continue;
            var group = string.Join(' ', path.Skip(1).Take(3).Select(p => p.Key));
            if (path.Count == Levels - 1 && value.Length is 0 && !curves.TryAdd(group, [])) throw Wrong(name, number, $"{group} stands there twice");
            if (path.Count == Levels && Point(name, number, key, value) is { } point) curves[group].Add(point);
            if (path.Count > Levels) throw Wrong(name, number, $"'{key}' is one level too deep");
        }
        if (curves.Count == 0) throw new DataException($"{name} has no results below '{Root}:'; a published tree is {Root} → tool → algorithm → data → obtained size → value.");
        return [.. curves.Select(c => new LearningCurve(c.Key, c.Value))];
    }

    static (int Indent, string Key, string Value) Entry(string name, int number, string line)
    {
        var indent = line.Length - line.TrimStart(' ').Length;
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || line.Contains('\t', StringComparison.Ordinal)) throw Wrong(name, number, $"'{line.Trim()}' is no 'key: value' indented by blanks");
        return (indent, line[indent..colon].Trim().Trim('\'', '"'), line[(colon + 1)..].Split('#')[0].Trim());
    }

    // Sizes are written as whole numbers or with a point.
    static ScalePoint? Point(string name, int number, string key, string value)
    {
        if (!double.TryParse(key, NumberStyles.Float, CultureInfo.InvariantCulture, out var size) || !(size > 0 && double.IsFinite(size))) throw Wrong(name, number, $"'{key}' is no size above 0");
        if (value is "null" or "~" or "" or ".nan") return null;
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var reached)) throw Wrong(name, number, $"'{value}' is no number");
        return reached < 0 ? null : new ScalePoint(size, reached);
    }

    static DataException Wrong(string name, int number, string what) => new(string.Create(CultureInfo.InvariantCulture, $"{name}, line {number}: {what}; a published tree is {Root} → tool → algorithm → data → obtained size → value."));
}
