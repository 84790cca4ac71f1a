using Attune.Numerics;

namespace Attune;

/// <summary>
/// The item vectors of a model in the panels that a product of matrices reads, those with the greatest reach first. The reach of what is left,
/// |x|·max|y| + max b by Cauchy and Schwarz, tells when no later item can enter a list any more. A bias becomes one more number of its vector.
/// Immutable; items × width floats.
/// </summary>
sealed class PackedItems
{
    readonly float[] _panels, _norms, _biases;

    PackedItems(IInnerProduct model)
    {
        var (vectors, biases, count) = (model.ItemVectors, model.ItemBiases, model.Catalog.Items.Count);
        Width = vectors.Length / count;
        Depth = Width + (biases is null ? 0 : 1);
        Order = [.. Enumerable.Range(0, count)];
        var norms = Array.ConvertAll(Order, i => MathF.Sqrt(Vectors.Dot(Row(i), Row(i))));
        Array.Sort(Array.ConvertAll(Order, i => -norms[i] - BiasOf(i)), Order);
        Panels = (count + GemmTile.Columns - 1) / GemmTile.Columns;
        _panels = new float[Gemm.PackedLength(count, Depth, GemmTile.Columns)];
        (_norms, _biases) = (new float[Panels + 1], new float[Panels + 1]);
        _biases[Panels] = float.NegativeInfinity;
        var rows = new float[GemmTile.Columns * Depth];
        for (var p = Panels - 1; p >= 0; p--)
        {
            var items = ItemsOf(p);
            (_norms[p], _biases[p]) = (_norms[p + 1], _biases[p + 1]);
            for (var r = 0; r < items.Length; r++)
            {
                Row(items[r]).CopyTo(rows.AsSpan(r * Depth));
                if (biases is not null) rows[r * Depth + Width] = biases[items[r]];
                (_norms[p], _biases[p]) = (MathF.Max(_norms[p], norms[items[r]]), MathF.Max(_biases[p], BiasOf(items[r])));
                LargestBias = MathF.Max(LargestBias, MathF.Abs(BiasOf(items[r])));
            }
            Gemm.PackPanel(rows, Depth, items.Length, Depth, GemmTile.Columns, _panels.AsSpan(p * GemmTile.Columns * Depth));
        }

        ReadOnlySpan<float> Row(int item) => vectors.Span.Slice(item * Width, Width);
        float BiasOf(int item) => biases?[item] ?? 0;
    }

    /// <summary>The items of a model that is an inner product; null of any other, of one without items, and of one whose panels no array can hold.</summary>
    internal static PackedItems? Of(IRecommender model) =>
        model is IInnerProduct product && model.Catalog.Items.Count > 0 && Fits(model.Catalog.Items.Count, product.ItemVectors.Length / model.Catalog.Items.Count + (product.ItemBiases is null ? 0 : 1))
            ? new PackedItems(product) : null;

    /// <summary>Whether an array can hold the panels of so many vectors.</summary>
    internal static bool Fits(int items, int depth) => ((long)items + GemmTile.Columns - 1) / GemmTile.Columns * GemmTile.Columns * depth <= Array.MaxLength;

    /// <summary>The length of the model's vectors.</summary>
    internal int Width { get; }

    /// <summary>The same with the place of the bias, where there are biases.</summary>
    internal int Depth { get; }

    /// <summary>How many panels there are.</summary>
    internal int Panels { get; }

    /// <summary>The items in the order of the panels.</summary>
    internal int[] Order { get; }

    /// <summary>The largest bias, whatever its sign.</summary>
    internal float LargestBias { get; }

    /// <summary>The greatest length of any item's vector.</summary>
    internal float LargestNorm => _norms[0];

    /// <summary>Panel <paramref name="panel"/>: Depth × tile columns.</summary>
    internal ReadOnlySpan<float> Panel(int panel) => _panels.AsSpan(panel * GemmTile.Columns * Depth, GemmTile.Columns * Depth);

    /// <summary>Its items.</summary>
    internal ReadOnlySpan<int> ItemsOf(int panel) => Order.AsSpan(panel * GemmTile.Columns, Math.Min(GemmTile.Columns, Order.Length - panel * GemmTile.Columns));

    /// <summary>No item of this panel or a later one scores above this for a vector of that length.</summary>
    internal float Reach(int panel, float norm) => norm * _norms[panel] + _biases[panel];
}
