namespace Attune;

/// <summary>
/// RecBole's atomic files: tab-separated, with a header of names and types (<c>user_id:token item_id:token rating:float timestamp:float</c>);
/// X.user and X.item beside X.inter hold features.
/// </summary>
static class RecBole
{
    internal static void Read(Import run, string path)
    {
        using var text = SourceText.Open(path, run);
        var reader = DelimitedReader.Of(text, "\t", quotes: false);
        if (!reader.Read()) throw new DataException($"{path} is empty: it holds no text. Check how it was made.");
        var header = Header(path, reader).Select(h => h.Name).ToArray();
        var columns = Columns.Named(path, header, run.Options.Columns);
        if (columns.Unread.ToList() is { Count: > 0 } unread) run.Note($"{path}: columns not read: {string.Join(", ", unread)}.");
        if (BulkReader.TryRead(run, path, ChunkPlan.Of(columns, "\t", quotes: false, EventKind.Interaction))) return;
        Delimited.Read(run, path, reader, columns, headerPassed: true);
    }

    /// <summary>The typed names of the row at which the reader stands.</summary>
    internal static List<(string Name, string Type)> Header(string path, DelimitedReader reader)
    {
        List<(string, string)> names = [];
        for (var f = 0; f < reader.Count; f++)
        {
            var text = reader[f].ToString();
            if (text.Split(':') is not [var name, ("token" or "token_seq" or "float" or "float_seq") and var type])
                throw new DataException($"{path}, line 1, column {f + 1}: '{text}' is not of the form name:type with the type token, token_seq, float or float_seq, as RecBole's headers are.");
            names.Add((name, type));
        }
        return names;
    }

    /// <summary>The feature file of this kind (".user", ".item") beside an .inter file, or null.</summary>
    internal static string? Beside(string path, string extension)
    {
        var zipped = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var stem = Path.ChangeExtension(zipped ? path[..^3] : path, null);
        return new[] { stem + extension, stem + extension + ".gz" }.FirstOrDefault(File.Exists);
    }
}
