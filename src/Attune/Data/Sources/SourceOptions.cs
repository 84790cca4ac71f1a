namespace Attune;

/// <summary>How to read a file of events. Everything has a default: most files need none of it.</summary>
public sealed record SourceOptions
{
    /// <summary>One of delimited, movielens, jsonl, recbole, sequences, baskets, qrels, libfm, calendar, attune; null detects it from the name and the first lines.</summary>
    public string? Format { get; init; }

    /// <summary>Which column is what; null goes by the header's names, or by position where there is no header.</summary>
    public ColumnMap? Columns { get; init; }

    /// <summary>What stands between two fields of delimited text: any characters, as in "," or "::"; "tab" and "space" (any run of blanks) are understood. Null detects it.</summary>
    public string? Separator { get; init; }

    /// <summary>Whether the first row of delimited text is a header; null detects it.</summary>
    public bool? Header { get; init; }

    /// <summary>The text's encoding, as in "latin1"; null is UTF-8, or what a byte order mark says.</summary>
    public string? Encoding { get; init; }

    /// <summary>What to do with rows that cannot be read; default: fail at the first. Damage to the file as a whole always fails.</summary>
    public BadRows BadRows { get; init; }

    /// <summary>Receives each row that <see cref="BadRows.Skip"/> left out.</summary>
    public Action<BadRow>? Skipped { get; init; }

    /// <summary>Receives one sentence for each thing worth knowing: how many rows were skipped, which columns were not read.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>A file with features of users, or null.</summary>
    public string? UserFile { get; init; }

    /// <summary>A file with titles and features of items, or null; MovieLens and RecBole files find their own beside them.</summary>
    public string? ItemFile { get; init; }

    /// <summary>How events become preferences; null is the default of <see cref="EventWeights"/>, or for a saved data set its own.</summary>
    public EventWeights? Weights { get; init; }

    /// <summary>Data whose numbering of users and items is kept, so that a test file can be held against a model of a train file.</summary>
    public Dataset? Extends { get; init; }

    /// <summary>What the data is called in reports; null is the file's name.</summary>
    public string? Name { get; init; }

    /// <summary>How many threads parse and sort; 0 (default) takes all processors. What is read does not depend on it.</summary>
    public int Threads { get; init; }

    internal int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>How much of a file a thread takes at once; null for what suits its size.</summary>
    internal int? ChunkBytes { get; init; }

    /// <summary>Whether all files are left to the careful reader: what the fast one is compared with.</summary>
    internal bool Carefully { get; init; }
}
