namespace Attune;

/// <summary>One form of a file of lists.</summary>
interface IListForm
{
    /// <summary>The name of whoever made the lists, where the file states it.</summary>
    string? Name => null;

    /// <summary>How its rows become lists.</summary>
    ListOrder Order { get; }
}
