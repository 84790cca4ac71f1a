using System.Data.Common;
using System.Globalization;

namespace Attune;

/// <summary>Rows of a database query, column by column as text: ids, numbers and times of any database type.</summary>
static class DatabaseRows
{
    internal static void Read(Import run, DbDataReader reader, string name)
    {
        var header = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var columns = Columns.Named(name, header, run.Options.Columns);
        if (columns.Unread.ToList() is { Count: > 0 } unread) run.Note($"{name}: columns not read: {string.Join(", ", unread)}.");
        var sink = new EventSink(run.Builder, columns.Label, columns[ColumnRole.Rating] >= 0 && columns[ColumnRole.Kind] < 0);
        var roles = Enum.GetValues<ColumnRole>().Where(r => columns[r] >= 0).ToArray();
        for (var row = 1L; reader.Read(); row++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            var fields = new EventFields();
            foreach (var role in roles) fields.Set(role, Text(reader.GetValue(columns[role])));
            if (sink.Add(fields) is { } reason) run.Bad(name, row, reason);
        }
    }

    // A DateTime without a zone is UTC, as it is in files.
    static string Text(object value) => value switch
    {
        DBNull => "",
        string text => text,
        Guid id => Vocabulary.Canonical(id),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTime { Kind: DateTimeKind.Local } time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
