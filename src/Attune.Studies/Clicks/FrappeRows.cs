using System.Globalization;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// The use of apps (Frappe) as it is published for click models: the validation and the test part are libFM files, the part to learn is what the raw file holds beside their clicks. In the libFM files user u has the
/// id u and item i the id 957 + i; which id stands for which circumstance shows where a click of a user and an item has one row alone in the raw file, and then where all else agrees. As in the published parts,
/// rows without a click repeat the circumstances of a click with an item, drawn evenly, that its user has never used.
/// Baltrunas, Church, Karatzoglou and Oliver, "Frappe", 2015 (arXiv:1505.03014); the parts are those of Xiao et al., "Attentional factorization machines", IJCAI 2017.
/// </summary>
sealed class FrappeRows
{
    const int Users = 957, User = 0, Item = 1, FirstContext = 2, RawContext = 3, Columns = 10;

    readonly string[][] _raw;
    readonly List<(int[] Ids, bool Clicked)> _held;
    readonly Dictionary<string, int>[] _ids;
    readonly Dictionary<(string User, string Item), List<string[]>> _rowsOf;

    FrappeRows(string[][] raw, List<(int[] Ids, bool Clicked)> held)
    {
        (_raw, _held) = (raw, held);
        _ids = [.. Enumerable.Range(0, Columns - FirstContext).Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
        _rowsOf = raw.GroupBy(r => (r[User], r[Item])).ToDictionary(g => g.Key, g => g.ToList());
        while (Learned() > 0)
        {
        }
    }

    /// <summary>The clicks to learn as libFM ids; labels of circumstances that no published part has get ids of their own.</summary>
    internal List<int[]> Clicks()
    {
        var next = 1 + Math.Max(_held.Max(h => h.Ids.Max()), Users);
        var held = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (ids, clicked) in _held)
            if (clicked) held[Key(ids)] = held.GetValueOrDefault(Key(ids)) + 1;
        var clicks = new List<int[]>();
        foreach (var row in _raw)
        {
            int[] ids = [Number(row[User]), Users + Number(row[Item]), .. _ids.Select((known, c) => known.TryGetValue(row[RawContext + c], out var id) ? id : known[row[RawContext + c]] = next++)];
            if (held.GetValueOrDefault(Key(ids)) is > 0 and var left) held[Key(ids)] = left - 1;
            else clicks.Add(ids);
        }
        return clicks;
    }

    /// <summary>Reads the raw file beside the published parts.</summary>
    /// <param name="raw">The path of frappe.csv.</param>
    /// <param name="parts">The paths of the libFM files.</param>
    internal static FrappeRows Of(string raw, params IReadOnlyList<string> parts) => new(Raw(raw), [.. parts.SelectMany(Part)]);

    /// <summary>The rows of a libFM file: ten ids each, and whether it was a click.</summary>
    internal static IEnumerable<(int[] Ids, bool Clicked)> Part(string path)
    {
        foreach (var (line, at) in File.ReadLines(path).Select((l, n) => (l, n + 1)))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var ids = words.Skip(1).Select(w => w.EndsWith(":1", StringComparison.Ordinal) && int.TryParse(w[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1).ToArray();
            if (ids.Length != Columns || ids.Contains(-1) || words[0] is not ("1" or "-1")) throw new DataException($"{path}, line {at}: a row is 1 or -1 and ten features, as in 1 42:1 1572:1 …; check that it is a part of Frappe.");
            yield return (ids, words[0] == "1");
        }
    }

    /// <summary>The clicks, each with rows of items that its user has never used.</summary>
    /// <param name="clicks">As libFM ids.</param>
    /// <param name="used">All clicks there are, the published parts' among them.</param>
    /// <param name="each">Rows drawn for each.</param>
    /// <param name="seed">Of the draws.</param>
    internal static IEnumerable<(int[] Ids, bool Clicked)> WithNegatives(List<int[]> clicks, IEnumerable<int[]> used, int each, Seed seed)
    {
        var own = used.GroupBy(ids => ids[User]).ToDictionary(g => g.Key, g => g.Select(ids => ids[Item]).ToHashSet());
        var items = 1 + own.Values.Max(i => i.Max()) - Users;
        var stream = seed.Stream();
        foreach (var ids in clicks)
        {
            yield return (ids, true);
            for (var n = 0; n < each; n++)
            {
                int drawn;
                do drawn = Users + stream.NextInt(items);
                while (own[ids[User]].Contains(drawn));
                int[] row = [.. ids];
                row[Item] = drawn;
                yield return (row, false);
            }
        }
    }

    // Whatever one click teaches, of rows that fit it alone; how many labels it was.
    int Learned()
    {
        var before = _ids.Sum(k => k.Count);
        var taken = _ids.Select(k => k.ToDictionary(p => p.Value, p => p.Key)).ToArray();
        foreach (var (ids, clicked) in _held)
        {
            if (!clicked || !_rowsOf.TryGetValue((Text(ids[User]), Text(ids[Item] - Users)), out var rows)) continue;
            string[][] fitting = [.. rows.Where(r => Fits(r, ids, taken))];
            for (var c = 0; c < _ids.Length; c++)
            {
                if (taken[c].ContainsKey(ids[FirstContext + c]) || fitting.Select(r => r[RawContext + c]).Distinct().Take(2).ToArray() is not [var label]) continue;
                _ids[c][label] = ids[FirstContext + c];
                taken[c][ids[FirstContext + c]] = label;
            }
        }
        return _ids.Sum(k => k.Count) - before;
    }

    bool Fits(string[] row, int[] ids, Dictionary<int, string>[] taken) => Enumerable.Range(0, _ids.Length).All(c =>
        taken[c].TryGetValue(ids[FirstContext + c], out var label) ? label == row[RawContext + c] : !_ids[c].ContainsKey(row[RawContext + c]));

    static string[][] Raw(string path)
    {
        string[][] rows = [.. File.ReadLines(path).Select(l => l.Split('\t'))];
        return rows.Length > 1 && rows[0] is ["user", "item", "cnt", ..] && rows.All(r => r.Length == Columns + 1) ? rows[1..]
            : throw new DataException($"{path} is not Frappe's table: expected are the tab-separated columns user, item, cnt and eight circumstances.");
    }

    static string Key(int[] ids) => string.Join(' ', ids);

    static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);

    static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
