namespace Attune.Neural;

/// <summary>
/// Adds a learned vector for each place of a sequence. Places count from the newest, which is the last: the table's last row belongs to it whatever the length,
/// so a sequence padded on the left gives equal sums.
/// </summary>
public sealed class LearnedPositions : Module
{
    readonly Tensor _weight;
    readonly long _length;

    /// <summary>Makes the table.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="length">The longest sequence, from 1.</param>
    /// <param name="width">The length of the vectors, from 1.</param>
    /// <param name="deviation">Standard deviation of the first values. Default 0.02.</param>
    public LearnedPositions(Init init, long length, long width, double deviation = 0.02)
    {
        _length = length;
        _weight = Add("weight", () => init.Normal([length, width], deviation), isTable: true);
    }

    /// <summary>B × T × width with T up to the longest → the same shape.</summary>
    public Tensor Forward(Tensor x)
    {
        using var scope = new Scope();
        return scope.Return(x + Last(_weight, x.Size(1), _length));
    }

    /// <summary>The last rows of a table of positions.</summary>
    internal static Tensor Last(Tensor table, long count, long length) => count <= length ? table.Narrow(0, length - count, count)
        : throw new ArgumentException($"The sequences have {count} places where positions are known for {length}. Keep the newest {length} of each.");
}
