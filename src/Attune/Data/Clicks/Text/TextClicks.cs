namespace Attune;

/// <summary>The rows of a text file, read anew in every pass.</summary>
sealed class TextClicks(string path, ClickTextOptions options, string separator, string[] names, bool hasHeader, ClickSchema schema) : ClickRecords
{
    readonly HashSet<long> _bad = [];
    long _line;

    /// <summary>Whether the columns after the label are of the form index:value, as libFM has them.</summary>
    internal bool AreFeatures { get; init; }

    public override IReadOnlyList<string> Names => names;

    public override string Name => path;

    public override ClickSchema Schema => schema;

    internal static Import ImportOf(ClickTextOptions options, CancellationToken cancel) => new(new DatasetBuilder(), new SourceOptions { Encoding = options.Encoding }, options.Progress, cancel);

    internal override IEnumerable<ClickRecord> Read(CancellationToken cancel)
    {
        using var text = SourceText.Open(path, ImportOf(options, cancel), options.Encoding);
        var reader = DelimitedReader.Of(text, separator, quotes: separator is not (" " or "\t"));
        var record = new ClickRecord(names.Length);
        if (hasHeader) reader.Read();
        while (reader.Read())
        {
            _line = reader.Line;
            record.Place = $"{path}, line {_line}, ";
            if ((reader.Fault ?? Fill(record, reader)) is { } reason) Bad(record, reason);
            else yield return record;
        }
    }

    // One label counts for its features as they stand; another value is part of the label.
    string? Fill(ClickRecord record, DelimitedReader reader)
    {
        var width = reader.Count;
        if (AreFeatures)
            for (var c = 1; c < reader.Count && width == reader.Count; c++)
                if (reader[c][0] == '#') width = c;
        if (width != names.Length) return $"the row has {width} columns where {names.Length} are needed";
        record.Clear();
        for (var c = 0; c < width; c++)
        {
            var text = reader[c];
            if (AreFeatures && c > 0 && !LibFm.IsFeature(text)) return $"column {c + 1}: '{DelimitedReader.Shorten(text)}' is not of the form index:value, as in 957:1";
            record.Set(c, AreFeatures && c > 0 && text.EndsWith(":1", StringComparison.Ordinal) ? text[..^2] : AreFeatures ? text : text.Trim());
        }
        return null;
    }

    internal override void Bad(ClickRecord row, string reason)
    {
        if (options.BadRows == BadRows.Fail) throw new DataException($"{row.Place}{reason}. Correct the row, or leave such rows out with BadRows.Skip (--bad-rows skip).");
        if (_bad.Add(_line)) options.Skipped?.Invoke(new BadRow(path, _line, reason));
    }
}
