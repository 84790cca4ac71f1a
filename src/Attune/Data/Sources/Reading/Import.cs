namespace Attune;

/// <summary>One run of reading: where the events go, what to do with bad rows, and who wants to know.</summary>
sealed class Import(DatasetBuilder builder, SourceOptions options, IProgress<FileProgress>? progress, CancellationToken cancel)
{
    string? _firstReason;

    internal DatasetBuilder Builder => builder;

    internal SourceOptions Options => options;

    internal CancellationToken Cancel => cancel;

    /// <summary>Rows left out so far.</summary>
    internal int Skipped { get; private set; }

    internal void Report(string file, long read, long total) => progress?.Report(new FileProgress(file, read, total));

    internal void Note(string sentence) => options.Note?.Invoke(sentence);

    /// <summary>A row that cannot be read: fails, or counts and reports it.</summary>
    internal void Bad(string file, long line, string reason)
    {
        if (options.BadRows == BadRows.Fail)
            throw new DataException($"{file}, line {line}, {reason}. Correct the row, or leave such rows out with BadRows.Skip (--bad-rows skip).");
        Skipped++;
        _firstReason ??= $"line {line}, {reason}";
        options.Skipped?.Invoke(new BadRow(file, line, reason));
    }

    /// <summary>The end of all reading: says what was skipped, and fails where nothing is left.</summary>
    internal void Finish(string file)
    {
        if (Skipped > 0 && builder.Count == 0)
            throw new DataException($"{file}: all {Skipped} rows are bad; the first: {_firstReason}. Check the format, the separator and the columns.");
        if (Skipped > 0) Note($"{file}: {Skipped} bad row{(Skipped == 1 ? "" : "s")} skipped; the first: {_firstReason}.");
    }
}
