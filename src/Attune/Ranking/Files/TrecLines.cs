using System.Globalization;

namespace Attune;

/// <summary>Lines of a TREC run: user, Q0, item, rank, score, name. As trec_eval does, the second and fourth fields are not read.</summary>
sealed class TrecLines : IListLines
{
    public string? Name { get; private set; }

    public ListOrder Order => ListOrder.ByScoreThenId;

    internal static bool IsOne(string row) => Fields(row) is { Length: 6 } fields && TryScore(fields[4], out _);

    public void Add(string row, long line, ListBuilder lists)
    {
        var fields = Fields(row);
        if (fields.Length != 6) throw new FormatException($"has {fields.Length} fields where a TREC run has six: user Q0 item rank score name");
        if (!TryScore(fields[4], out var score)) throw new FormatException($"has the score '{fields[4]}', which is not a finite number");
        Name ??= fields[5];
        lists.Add(fields[0], fields[2], score, line);
    }

    // trec_eval reads a double and keeps it as a float: scores that differ beyond seven digits are ties.
    static bool TryScore(string text, out float score)
    {
        var read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        score = (float)value;
        return read && float.IsFinite(score);
    }

    static string[] Fields(string row) => row.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
