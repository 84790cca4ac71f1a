using System.Runtime.InteropServices;

namespace Attune.Trees;

/// <summary>Examples to learn from: rows of numbers, each with a label.</summary>
/// <param name="width">Numbers of a row.</param>
sealed class TreeRows(int width)
{
    readonly List<float> _values = [];
    readonly List<bool> _labels = [];

    internal int Count => _labels.Count;

    internal int Width => width;

    internal IReadOnlyList<bool> Labels => _labels;

    internal ReadOnlySpan<float> this[int row] => CollectionsMarshal.AsSpan(_values).Slice(row * width, width);

    /// <summary>Adds a row of zeros, to be filled before the next one is added.</summary>
    internal Span<float> Add(bool label)
    {
        _labels.Add(label);
        CollectionsMarshal.SetCount(_values, _values.Count + width);
        return CollectionsMarshal.AsSpan(_values)[^width..];
    }
}
