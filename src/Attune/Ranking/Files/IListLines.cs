namespace Attune;

/// <summary>One form of a file of lists.</summary>
interface IListLines
{
    /// <summary>The name of whoever made the lists, where the file states it.</summary>
    string? Name => null;

    /// <summary>How its rows become lists.</summary>
    ListOrder Order { get; }

    /// <summary>Takes one line; <see cref="FormatException"/> completes the sentence "FILE, line N …".</summary>
    void Add(string row, long line, ListBuilder lists);
}
