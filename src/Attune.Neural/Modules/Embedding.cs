namespace Attune.Neural;

/// <summary>A table of vectors looked up by number. Starts normal; the padding row starts as zeros and, getting no gradient, stays so.</summary>
public sealed class Embedding : Module
{
    readonly long _padding;
    readonly bool _sparse;

    /// <summary>Makes the table.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="rows">How many vectors, from 1.</param>
    /// <param name="width">Their length, from 1.</param>
    /// <param name="padding">The row that stands for nothing, or −1 for none. Default −1.</param>
    /// <param name="deviation">Standard deviation of the first values. Default 1, as PyTorch's.</param>
    /// <param name="sparse">Whether the gradient names only the rows that were looked up; for tables much larger than a batch. Default no.</param>
    public Embedding(Init init, long rows, long width, long padding = -1, double deviation = 1, bool sparse = false)
    {
        if (padding >= rows) throw new ArgumentOutOfRangeException(nameof(padding), padding, $"The padding row must be one of the {rows} rows (0 to {rows - 1}), or −1 for none.");
        (_padding, _sparse) = (padding, sparse);
        Weight = Add("weight", () => Drawn(init, rows, width, padding, deviation), isTable: true);
    }

    /// <summary>The table: rows × width.</summary>
    public Tensor Weight { get; }

    /// <summary>Int64 row numbers of any shape → that shape × width.</summary>
    public Tensor Forward(Tensor rows) => Tensor.Embedding(Weight, rows, _padding, _sparse);

    static Tensor Drawn(Init init, long rows, long width, long padding, double deviation)
    {
        var table = init.Normal([rows, width], deviation);
        if (padding >= 0) table.Select(0, padding).FillInPlace(0);
        return table;
    }
}
