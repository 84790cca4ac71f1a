namespace Attune;

/// <summary>How to read a text file of click rows. Immutable; most files need none of it.</summary>
public sealed record ClickTextOptions
{
    /// <summary>One of delimited, criteo, libfm; null (default) tells it by the first rows.</summary>
    public string? Format { get; init; }

    /// <summary>What stands between two fields of delimited text; "tab" and "space" are understood. Null (default) detects it.</summary>
    public string? Separator { get; init; }

    /// <summary>Names of the columns of a file without a header; null (default): those of the header, or numbers from 0.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The text's encoding; null (default) is UTF-8, or what a byte order mark says.</summary>
    public string? Encoding { get; init; }

    /// <summary>What to do with rows that cannot be read. Default: fail at the first.</summary>
    public BadRows BadRows { get; init; }

    /// <summary>Receives each row that <see cref="BadRows.Skip"/> left out, once however often the file is read.</summary>
    public Action<BadRow>? Skipped { get; init; }

    /// <summary>Hears of every megabyte read.</summary>
    public IProgress<FileProgress>? Progress { get; init; }
}
