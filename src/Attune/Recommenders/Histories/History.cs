namespace Attune;

/// <summary>A history as a model reads it: known items and their strengths, of equal length. Items outside the catalog have been left out.</summary>
/// <param name="items">Dense indices.</param>
/// <param name="weights">One strength per item.</param>
public readonly ref struct History(ReadOnlySpan<int> items, ReadOnlySpan<float> weights)
{
    /// <summary>Dense indices of the items.</summary>
    public ReadOnlySpan<int> Items { get; } = items;

    /// <summary>The strength of each item.</summary>
    public ReadOnlySpan<float> Weights { get; } = weights;

    /// <summary>Number of items.</summary>
    public int Count => Items.Length;
}
