namespace Attune;

/// <summary>
/// Lists of ids as text, oldest first, separated by blanks, commas or tabs: a line is a user and its items (<c>ann tea jam bread</c>). As baskets, every line
/// of a user is one basket more, and '|' parts the baskets of a line (<c>ann tea jam | bread</c>). There are no times, but the order is kept.
/// </summary>
static class Sequences
{
    internal static void Read(Import run, string path, bool baskets)
    {
        using var text = SourceText.Open(path, run);
        var lines = DelimitedReader.Lines(text);
        var lists = new IdLists(run.Builder, baskets);
        while (lines.Read())
        {
            if (lines[0].IsWhiteSpace()) continue;
            var line = lines[0].Trim();
            var end = line.IndexOfAny(" \t,");
            if (end < 0) run.Bad(path, lines.Line, $"column 1: '{DelimitedReader.Shorten(line)}' is a user without items; a line is a user and then items");
            else Read(lists, line[..end], line[end..], baskets);
        }
    }

    static void Read(IdLists lists, ReadOnlySpan<char> user, ReadOnlySpan<char> items, bool baskets)
    {
        lists.User(user);
        lists.NextList();
        foreach (var part in items.SplitAny(" \t,"))
        {
            var item = items[part];
            if (item.IsEmpty) continue;
            if (baskets && item is "|") lists.NextList();
            else lists.Item(item);
        }
    }
}
