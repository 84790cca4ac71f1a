namespace Attune;

/// <summary>A form in which every line stands for itself.</summary>
interface IListLines : IListForm
{
    /// <summary>Takes one line; <see cref="FormatException"/> completes the sentence "FILE, line N …".</summary>
    void Add(string row, long line, ListBuilder lists);
}
