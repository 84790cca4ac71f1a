namespace Attune;

/// <summary>The beginning of a text file, from which its format, separator and header are told.</summary>
sealed class Sample
{
    const int Size = 1 << 16, Rows = 20;
    static readonly string[] s_separators = ["::", "\t", ",", ";", "|", " "];
    readonly string _path;
    readonly bool _whole;

    Sample(string path, string text, bool whole) => (_path, Text, _whole) = (path, text, whole);

    internal string Text { get; }

    internal static Sample Of(Import run, string path, string? encoding = null)
    {
        using var text = SourceText.Open(path, run, encoding, quiet: true);
        var buffer = new char[Size];
        var filled = 0;
        try
        {
            for (int read; filled < Size && (read = text.Read(buffer.AsSpan(filled), 0)) > 0;) filled += read;
        }
        catch (DataException) when (filled > 0)
        {
            // Damage further on: the reading proper will meet it and can name the line.
        }
        var sample = new Sample(path, new string(buffer, 0, filled), filled < Size);
        return sample.Text.AsSpan().IsWhiteSpace() ? throw new DataException($"{path} is empty: it holds no text. Check how it was made.") : sample;
    }

    /// <summary>The first rows under a separator; the last, which the sample may cut, is left out.</summary>
    internal List<string[]> Split(string separator, bool quotes = true)
    {
        var at = 0;
        var reader = new DelimitedReader((into, _) =>
        {
            var take = Math.Min(into.Length, Text.Length - at);
            Text.AsSpan(at, take).CopyTo(into);
            at += take;
            return take;
        }, _path, separator, quotes);
        List<string[]> rows = [];
        try
        {
            while (rows.Count < Rows && reader.Read()) rows.Add([.. Enumerable.Range(0, reader.Count).Select(f => reader[f].ToString())]);
        }
        catch (DataException) when (rows.Count > 0)
        {
            // A quote that is open where the sample ends.
        }
        if (!_whole && rows.Count is > 1 and < Rows) rows.RemoveAt(rows.Count - 1);
        return rows;
    }

    /// <summary>The lines as they are.</summary>
    internal List<string> Lines() => Split("\n", quotes: false).ConvertAll(row => row[0]);

    /// <summary>The first of "::", tab, ',', ';', '|' and blanks under which every row has the same number of fields, at least two; else the one that splits the first row most.</summary>
    internal string Separator()
    {
        var best = (Fields: 1, Separator: ",");
        foreach (var separator in s_separators.Where(Text.Contains))
        {
            List<string[]> rows;
            try
            {
                rows = Split(separator);
            }
            catch (DataException)
            {
                continue;
            }
            if (rows.Count > 0 && rows[0].Length > 1 && rows.All(r => r.Length == rows[0].Length)) return separator;
            if (rows.Count > 0 && rows[0].Length > best.Fields) best = (rows[0].Length, separator);
        }
        return best.Separator;
    }
}
