using Attune.Numerics;

namespace Attune.Serving;

/// <summary>
/// The item vectors of a model at four bits a number, those of the greatest length first: an eighth of the memory that a scan would read otherwise. Item i becomes
/// ŷ = step · (code − 7.5) with step = 2·max|y| / 15; how far ŷ is from y is known for every block of items, so that a scan can tell for sure which items it need not look
/// at closer. Immutable; items × width / 2 bytes and 8 bytes an item.
/// </summary>
sealed class ItemCodes
{
    /// <summary>Items in a block: the 16-bit lanes of the widest vectors.</summary>
    internal const int Block = 32;

    /// <summary>Numbers in a lane.</summary>
    internal const int InLane = 4;

    internal const float Middle = 7.5f;

    internal ItemCodes(IInnerProduct model)
    {
        var vectors = model.ItemVectors.Span;
        var count = model.Catalog.Items.Count;
        Width = vectors.Length / count;
        Lanes = (Width + InLane - 1) / InLane;
        Order = new int[count];
        var norms = new float[count];
        for (var i = 0; i < count; i++) (Order[i], norms[i]) = (i, -MathF.Sqrt(Vectors.Dot(vectors.Slice(i * Width, Width), vectors.Slice(i * Width, Width))));
        Array.Sort(norms, Order);
        Blocks = (count + Block - 1) / Block;
        Codes = new ushort[Blocks * Lanes * Block];
        (Steps, Norms, Errors) = (new float[Blocks * Block], new float[Blocks], new float[Blocks]);
        for (var p = 0; p < count; p++)
        {
            Norms[p / Block] = Math.Max(Norms[p / Block], -norms[p]);
            Errors[p / Block] = Math.Max(Errors[p / Block], Encode(vectors.Slice(Order[p] * Width, Width), p));
        }
        Biases = model.ItemBiases is { } biases ? [.. Order.Select(i => biases[i]), .. new float[Blocks * Block - count]] : null;
        LargestBias = Biases is null ? 0 : Biases.DefaultIfEmpty().Max();
    }

    /// <summary>Whether an array can hold the codes of so many vectors.</summary>
    internal static bool Fits(int items, int width) => (items + (long)Block) * (width + InLane) / InLane <= Array.MaxLength;

    internal int Width { get; }

    /// <summary>Lanes that a vector takes.</summary>
    internal int Lanes { get; }

    internal int Blocks { get; }

    /// <summary>The items by position.</summary>
    internal int[] Order { get; }

    /// <summary>Block after block, lane after lane: one number for each item of the block, of four codes, the first in the lowest bits.</summary>
    internal ushort[] Codes { get; }

    /// <summary>The step of each position; 0 where there is no item.</summary>
    internal float[] Steps { get; }

    /// <summary>The greatest length of a vector of each block; falls from block to block.</summary>
    internal float[] Norms { get; }

    /// <summary>The greatest |y − ŷ| of each block.</summary>
    internal float[] Errors { get; }

    /// <summary>The bias of each position, where there are biases.</summary>
    internal float[]? Biases { get; }

    internal float LargestBias { get; }

    // Returns |y − ŷ|, with a little more for rounding.
    float Encode(ReadOnlySpan<float> vector, int position)
    {
        var most = 0f;
        foreach (var v in vector) most = Math.Max(most, Math.Abs(v));
        var step = 2 * most / 15;
        Steps[position] = step;
        var (at, error) = (position / Block * Lanes * Block + position % Block, 0.0);
        for (var d = 0; d < Lanes * InLane; d++)
        {
            // Places behind the end have a number of the query that is zero.
            var code = d >= vector.Length || step == 0 ? 8 : Math.Clamp((int)MathF.Round(vector[d] / step + Middle), 0, 15);
            Codes[at + d / InLane * Block] |= (ushort)(code << 4 * (d % InLane));
            if (d < vector.Length) error += (vector[d] - (double)step * (code - Middle)) * (vector[d] - (double)step * (code - Middle));
        }
        return (float)(Math.Sqrt(error) * 1.0001);
    }
}
