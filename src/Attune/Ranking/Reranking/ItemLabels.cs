using System.Runtime.InteropServices;

namespace Attune;

/// <summary>
/// The labels of all items, as numbers: those of one feature (the parts of a token feature, the different words of a text, a number as it stands;
/// capitals do not matter), or one of three groups of popularity. An item may have several or none. Immutable.
/// </summary>
sealed class ItemLabels
{
    /// <summary>The most popular items, which together take the first fifth of the interactions; a label of <see cref="OfPopularity"/>.</summary>
    internal const int Head = 0;

    /// <summary>The least popular items, which share the last fifth of the interactions, and all that nobody knows.</summary>
    internal const int Tail = 2;

    const double HeadShare = 0.2, TailFrom = 0.8;

    readonly int[] _offsets, _labels, _first;

    ItemLabels(IReadOnlyList<string> names, int[][] labels, int[] first)
    {
        (Names, _first) = (names, first);
        _offsets = new int[labels.Length + 1];
        for (var i = 0; i < labels.Length; i++) _offsets[i + 1] = _offsets[i] + labels[i].Length;
        _labels = [.. labels.SelectMany(l => l)];
    }

    /// <summary>What the labels are called.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>How many different labels there are.</summary>
    internal int Count => Names.Count;

    /// <summary>The labels of an item, ascending; none for one outside the catalog.</summary>
    internal ReadOnlySpan<int> this[int item] => (uint)item < (uint)_first.Length ? _labels.AsSpan(_offsets[item], _offsets[item + 1] - _offsets[item]) : [];

    /// <summary>The label of an item that is written first; −1 where it has none.</summary>
    internal int FirstOf(int item) => (uint)item < (uint)_first.Length ? _first[item] : -1;

    /// <summary>The labels of a feature.</summary>
    internal static ItemLabels Of(FeatureColumn column)
    {
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var names = new List<string>();
        var (labels, first) = (new int[column.Values.Count][], new int[column.Values.Count]);
        for (var i = 0; i < labels.Length; i++)
        {
            int[] given = [.. Parts(column.Kind, column.Values[i] ?? "").Select(Number)];
            (labels[i], first[i]) = ([.. given.Distinct().Order()], given is [var one, ..] ? one : -1);
        }
        return new ItemLabels(names, labels, first);

        int Number(string name)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, name, out var known);
            if (known) return number;
            names.Add(name);
            return number = names.Count - 1;
        }
    }

    /// <summary>
    /// Head, middle and tail: an item belongs to the head while the more popular ones (equal ones by index) take less than 20 % of all
    /// interactions, to the tail from 80 % on. The three groups of Abdollahpouri et al., "User-centered evaluation of popularity bias in recommender
    /// systems", UMAP 2021.
    /// </summary>
    /// <param name="popularity">Interactions of each item.</param>
    internal static ItemLabels OfPopularity(ReadOnlySpan<int> popularity)
    {
        var counts = popularity.ToArray();
        var all = counts.Sum(c => (long)c);
        var (group, before) = (new int[counts.Length], 0L);
        foreach (var item in Enumerable.Range(0, counts.Length).OrderByDescending(i => counts[i]).ThenBy(i => i))
        {
            group[item] = counts[item] == 0 || before >= TailFrom * all ? Tail : before >= HeadShare * all ? 1 : Head;
            before += counts[item];
        }
        return new ItemLabels(["head", "middle", "tail"], Array.ConvertAll(group, g => new[] { g }), group);
    }

    /// <summary>The cosine of two items' sets of labels: common labels / √(labels · labels); NaN where one of them has none.</summary>
    internal double Cosine(int a, int b)
    {
        var left = this[a];
        var right = this[b];
        return left.IsEmpty || right.IsEmpty ? double.NaN : CoOccurrence.Common(left, right) / Math.Sqrt((double)left.Length * right.Length);
    }

    /// <summary>
    /// The share of each label in a set of items: every labelled item counts 1, divided equally among its labels. Sums to 1, or is all zero where no
    /// item has a label.
    /// </summary>
    internal double[] Shares(ReadOnlySpan<int> items)
    {
        var shares = new double[Count];
        var labelled = 0;
        foreach (var item in items)
        {
            if (this[item].IsEmpty) continue;
            labelled++;
            foreach (var label in this[item]) shares[label] += 1.0 / this[item].Length;
        }
        for (var l = 0; l < shares.Length; l++) shares[l] /= Math.Max(1, labelled);
        return shares;
    }

    static IEnumerable<string> Parts(FeatureKind kind, string text) => kind switch
    {
        FeatureKind.Tokens => FeatureColumn.Split(text),
        FeatureKind.Text => Words.Of(text),
        _ => text.Trim() is { Length: > 0 } number ? [number] : [],
    };
}
