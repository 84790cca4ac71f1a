namespace Attune;

/// <summary>What came of one chunk of a file.</summary>
sealed class ParsedChunk
{
    /// <summary>The chunk's place in the file, from 0.</summary>
    internal int Index { get; init; }

    /// <summary>Lines so far.</summary>
    internal long Lines { get; set; }

    /// <summary>The rows; their users, items and kinds are numbers of the parser.</summary>
    internal EventBlock Block { get; set; } = new();

    /// <summary>Rows that cannot be read: lines of the chunk before each, and the reason.</summary>
    internal List<(long Line, string Reason)> Bad { get; } = [];
}
