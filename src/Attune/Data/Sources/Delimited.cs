namespace Attune;

/// <summary>
/// Delimited text: one event per row, any separator, with a header or columns by position (user, item, rating, time).
/// <c>ann,tea,5,2011-12-09T12:50</c>
/// </summary>
static class Delimited
{
    internal static void Read(Import run, string path) => Read(run, path, run.Options.Separator, run.Options.Columns, run.Options.Header);

    internal static void Read(Import run, string path, string? separator, ColumnMap? map, bool? header, string kind = EventKind.Interaction)
    {
        var sample = Sample.Of(run, path);
        var mark = separator is null ? sample.Separator() : Named(separator);
        var columns = Columns.Of(path, sample.Split(mark), map, header);
        if (columns.Unread.ToList() is { Count: > 0 } unread) run.Note($"{path}: columns not read: {string.Join(", ", unread)}.");
        if (BulkReader.TryRead(run, path, ChunkPlan.Of(columns, mark, quotes: true, kind))) return;
        using var text = SourceText.Open(path, run);
        Read(run, path, DelimitedReader.Of(text, mark), columns, kind: kind);
    }

    internal static void Read(Import run, string path, DelimitedReader reader, Columns columns, bool headerPassed = false, string kind = EventKind.Interaction)
    {
        var sink = new EventSink(run.Builder, columns.Label, columns[ColumnRole.Rating] >= 0 && columns[ColumnRole.Kind] < 0, kind);
        if (columns.HasHeader && !headerPassed) reader.Read();
        var rows = 0L;
        for (; reader.Read(); rows++)
        {
            var reason = reader.Fault ?? reader.Ragged(columns.Width) ?? sink.Add(Fields(reader, columns));
            if (reason is not null) run.Bad(path, reader.Line, reason);
        }
        if (rows == 0) throw new DataException($"{path} has a header but no rows; there is nothing to learn from. Check how it was made.");
    }

    /// <summary>What is wrong with one row, or null.</summary>
    internal static string? Reason(string row, ChunkPlan plan)
    {
        var rest = row.AsMemory();
        var reader = new DelimitedReader((into, _) =>
        {
            var taken = rest[..Math.Min(into.Length, rest.Length)];
            taken.Span.CopyTo(into);
            rest = rest[taken.Length..];
            return taken.Length;
        }, "", plan.Separator, plan.Quotes);
        if (!reader.Read()) return null;
        return reader.Fault ?? reader.Ragged(plan.Columns.Width) ?? new EventSink(new DatasetBuilder(), plan.Columns.Label, plan.IsRatingRequired, plan.Kind).Add(Fields(reader, plan.Columns));
    }

    internal static string Named(string separator) => separator switch
    {
        "" => throw new DataException("The separator is empty; write the characters that stand between two fields, or tab or space."),
        "tab" or "\\t" => "\t",
        "space" => " ",
        "comma" => ",",
        "semicolon" => ";",
        "pipe" => "|",
        _ => separator,
    };

    static EventFields Fields(DelimitedReader reader, Columns columns) => new()
    {
        User = Field(reader, columns[ColumnRole.User]),
        Item = Field(reader, columns[ColumnRole.Item]),
        Rating = Field(reader, columns[ColumnRole.Rating]),
        Value = Field(reader, columns[ColumnRole.Value]),
        Time = Field(reader, columns[ColumnRole.Time]),
        Kind = Field(reader, columns[ColumnRole.Kind]),
        Price = Field(reader, columns[ColumnRole.Price]),
        Slot = Field(reader, columns[ColumnRole.Slot]),
        Request = Field(reader, columns[ColumnRole.Request]),
        Context = Field(reader, columns[ColumnRole.Context]),
    };

    static ReadOnlySpan<char> Field(DelimitedReader reader, int column) => column < 0 ? default : reader[column];
}
