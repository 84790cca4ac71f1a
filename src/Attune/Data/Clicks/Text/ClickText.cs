using System.Globalization;

namespace Attune;

/// <summary>Opens text files of click rows, plain or gz: delimited text with a header (Avazu's among them), Criteo's tabs without one, libFM.</summary>
public static class ClickText
{
    const string Delimited = "delimited", CriteoName = "criteo", LibFmName = "libfm";

    /// <summary>Columns of a Criteo row: label, 13 counts, 26 labels.</summary>
    internal static readonly string[] CriteoNames = [EventClicks.Label, .. Enumerable.Range(1, 13).Select(i => Numbered("I", i)), .. Enumerable.Range(1, 26).Select(i => Numbered("C", i))];

    /// <summary>Opens a file, whose format is told by its first rows or by the options. Its rows are read when they are passed through.</summary>
    /// <exception cref="DataException">The file is missing, empty or not what it should be.</exception>
    public static ClickRecords Open(string path, ClickTextOptions? options = null)
    {
        options ??= new ClickTextOptions();
        var import = TextClicks.ImportOf(options, default);
        var sample = Sample.Of(import, path);
        return (options.Format ?? FormatOf(sample)) switch
        {
            CriteoName => new TextClicks(path, options, "\t", CriteoNames, hasHeader: false, CriteoSchema),
            LibFmName => LibFmOf(path, options, sample),
            Delimited => DelimitedOf(path, options, sample),
            var other => throw new DataException($"The format '{other}' of click rows is not known; there are {Delimited}, {CriteoName} and {LibFmName}."),
        };
    }

    static string FormatOf(Sample sample)
    {
        if (LibFm.Is(sample.Split(" ", quotes: false))) return LibFmName;
        var tabs = sample.Split("\t", quotes: false);
        return tabs.Count > 0 && tabs.TrueForAll(r => r.Length == CriteoNames.Length && r[0] is "0" or "1") ? CriteoName : Delimited;
    }

    static TextClicks LibFmOf(string path, ClickTextOptions options, Sample sample)
    {
        var width = sample.Split(" ", quotes: false)[0].TakeWhile(f => f[0] != '#').Count();
        if (width < 3) throw new DataException($"{path}: the first row has {width - 1} feature{(width == 2 ? "" : "s")}; a libFM row of clicks needs a label, a user and an item, as in 1 0:1 957:1.");
        string[] names = [EventClicks.Label, EventClicks.User, EventClicks.Item, .. Enumerable.Range(0, width - 3).Select(i => Numbered("c", i))];
        return new TextClicks(path, options, " ", names, hasHeader: false, SchemaOf(names)) { AreFeatures = true };
    }

    static TextClicks DelimitedOf(string path, ClickTextOptions options, Sample sample)
    {
        var separator = options.Separator is { } named ? Attune.Delimited.Named(named) : sample.Separator();
        var first = sample.Split(separator)[0];
        var hasHeader = options.Names is null && Array.TrueForAll(first, f => f.Length > 0 && !double.TryParse(f, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        string[] names = options.Names is { } given ? [.. given] : hasHeader ? Array.ConvertAll(first, f => f.Trim()) : [.. first.Select((_, i) => Numbered("", i))];
        if (names.Length != first.Length) throw new DataException($"{path} has {first.Length} columns, but {names.Length} names were given for them; name them all.");
        if (names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new DataException($"{path} has two columns named '{twice.Key}'; rename one in the header.");
        return new TextClicks(path, options, separator, names, hasHeader, SchemaOf(names));
    }

    // What widely used files call their columns. A column "id" numbers the rows and so says nothing.
    static ClickSchema SchemaOf(string[] names)
    {
        var (label, weight, time) = (One("label", "click", "clicked", "y", "target"), One("weight"), One("time", "timestamp", "hour"));
        var (user, item) = (One("user", "user_id", "userid", "uid"), One("item", "item_id", "itemid", "iid"));
        return new ClickSchema
        {
            Label = label ?? EventClicks.Label,
            Weight = weight,
            Time = time,
            Fields = [.. names.Where(n => n != label && n != weight && n != time && n is not ("id" or "ID")).Select(n => new ClickFieldOptions(n) { Role = n == user ? ClickFieldRole.UserId : n == item ? ClickFieldRole.ItemId : ClickFieldRole.Context })],
        };

        string? One(params string[] known) => known.Select(k => Array.Find(names, n => n.Equals(k, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(n => n is not null);
    }

    static ClickSchema CriteoSchema => new()
    {
        Fields = [.. CriteoNames.Skip(1).Select(n => new ClickFieldOptions(n) { Kind = n[0] == 'I' ? ClickFieldKind.Numeric : ClickFieldKind.Categorical, Numbers = n[0] == 'I' ? ClickNumbers.LogSquares : default })],
    };

    static string Numbered(string letter, int number) => string.Create(CultureInfo.InvariantCulture, $"{letter}{number}");
}
