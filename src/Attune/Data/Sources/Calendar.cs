using System.Globalization;

namespace Attune;

/// <summary>
/// A calendar of purchases: a row is a user, an item and the days on which it was bought, counted back from the newest day of the file, which is 0. Each day is an event at its midnight (UTC);
/// the newest is <see cref="Newest"/>, for such files do not say which day that was. <c>ann,tea,0 7 14</c>
/// A column of labels (label_in_next_basket, label or in_next_basket; or the one named for the value) tells of the day after, for which the file was made: a label of 1 is one event more, on <see cref="AsOf"/>. In such
/// files items without a day were bought before the days that the file keeps (364), and are read as bought on the first that it does not.
/// </summary>
static class Calendar
{
    const int Longest = 36_525, Window = 364;

    static readonly string[] s_days = ["dayindices", "days", "daysago"], s_labels = ["labelinnextbasket", "innextbasket", "label"];

    /// <summary>Day 0.</summary>
    internal static DateTimeOffset Newest { get; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The day after day 0, on which the labels were: the day to ask for.</summary>
    internal static DateTimeOffset AsOf => Newest.AddDays(1);

    internal static void Read(Import run, string path)
    {
        var mark = run.Options.Separator is { } separator ? Delimited.Named(separator) : Sample.Of(run, path).Separator();
        var header = Sample.Of(run, path).Split(mark)[0];
        using var text = SourceText.Open(path, run);
        var reader = DelimitedReader.Of(text, mark);
        var columns = Columns.Named(path, header, Map(path, header, run.Options.Columns));
        var sink = new EventSink(run.Builder, columns.Label);
        reader.Read();
        var rows = 0L;
        for (; reader.Read(); rows++)
            if ((reader.Fault ?? reader.Ragged(columns.Width) ?? Add(reader, columns, sink)) is { } reason) run.Bad(path, reader.Line, reason);
        if (rows == 0) throw new DataException($"{path} has a header but no rows; there is nothing to learn from. Check how it was made.");
    }

    static ColumnMap Map(string path, string[] header, ColumnMap? given)
    {
        var days = given?.Time ?? header.FirstOrDefault(h => s_days.Contains(HeaderNames.Plain(h)))
            ?? throw new DataException($"{path}, line 1: there is no column of days; the columns are {string.Join(", ", header)}. A calendar has one named day_indices or days, or name it (--columns time=NAME).");
        return new ColumnMap { User = given?.User, Item = given?.Item, Time = days, Value = given?.Value ?? header.FirstOrDefault(h => s_labels.Contains(HeaderNames.Plain(h))) };
    }

    // A row is taken as a whole or not at all.
    static string? Add(DelimitedReader reader, Columns columns, EventSink sink)
    {
        var days = new List<int>();
        var text = reader[columns[ColumnRole.Time]];
        foreach (var part in text.SplitAny(" |;"))
        {
            if (text[part].IsEmpty) continue;
            if (!int.TryParse(text[part], NumberStyles.None, CultureInfo.InvariantCulture, out var day) || day > Longest)
                return string.Create(CultureInfo.InvariantCulture, $"{columns.Label(ColumnRole.Time)}: '{DelimitedReader.Shorten(text[part])}' is not a number of days from 0 to {Longest}; write days that lie back, as in 0 7 14");
            days.Add(day);
        }
        if (days.Count == 0 && columns[ColumnRole.Value] < 0) return $"{columns.Label(ColumnRole.Time)} names no day; a row needs at least one";
        if (days.Count == 0) days.Add(Window);
        if (columns[ColumnRole.Value] is >= 0 and var at)
        {
            if (reader[at] is not ("0" or "1")) return $"{columns.Label(ColumnRole.Value)}: '{DelimitedReader.Shorten(reader[at])}' is not a label; it is 1 where the item is in the basket of the day after day 0, else 0";
            if (reader[at] is "1") days.Add(-1);
        }
        foreach (var day in days.Distinct().OrderDescending())
            if (sink.Add(new EventFields { User = reader[columns[ColumnRole.User]], Item = reader[columns[ColumnRole.Item]], Time = Newest.AddDays(-day).ToString("O", CultureInfo.InvariantCulture) }) is { } reason) return reason;
        return null;
    }
}
