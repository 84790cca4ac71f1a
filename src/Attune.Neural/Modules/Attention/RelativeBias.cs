namespace Attune.Neural;

/// <summary>
/// What is added to the score of a place that looks at an earlier one: one learned number for how many places lie between, and one for how much time, in buckets that grow by e^0.301 = 1.35:
/// ⌊ln(max(1, seconds)) / 0.301⌋. All heads share them. Where a time is not known, the second is 0.
/// </summary>
sealed class RelativeBias : Module
{
    const double BucketWidth = 0.301;
    const double Deviation = 0.02;
    readonly Tensor _places, _times;
    readonly long _length, _buckets;

    /// <summary>Makes the numbers, drawn normal.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="length">The longest sequence, from 1.</param>
    /// <param name="buckets">Buckets of time, of which the last has no end; 0 for none.</param>
    internal RelativeBias(Init init, long length, long buckets)
    {
        (_length, _buckets) = (length, buckets);
        _places = Add("places", () => init.Normal([length], Deviation));
        if (buckets > 0) _times = Add("times", () => init.Normal([buckets], Deviation));
    }

    /// <summary>A time that is not known.</summary>
    internal const long Unknown = long.MinValue;

    /// <summary>1 × T × T, or B × T × T with <paramref name="buckets"/> (<see cref="BucketsOf"/>): row i, column j for place i that looks at place j.</summary>
    internal Tensor Forward(long length, Tensor buckets)
    {
        using var scope = new Scope();
        if (length > _length) throw new ArgumentException($"The sequences have {length} places where distances are known for {_length}. Keep the newest {_length} of each.");
        var bias = _places.IndexSelect(0, Distances(checked((int)length)).To(_places.Device)).Reshape(1, length, length);
        if (!buckets.IsDefined) return scope.Return(bias);
        // One number more, always 0, for times that are not known.
        var times = Tensor.Cat([_times, Tensor.Zeros([1], _times.DType, _times.Device)]);
        return scope.Return(bias + times.IndexSelect(0, buckets.Reshape(-1)).Reshape(buckets.Shape));
    }

    // How many places back; what a place may not look at counts as itself.
    static Tensor Distances(int length)
    {
        var distances = Tensor.Empty([(long)length * length], DType.Int64);
        var cells = distances.Span<long>();
        for (var i = 0; i < length; i++)
            for (var j = 0; j < length; j++) cells[i * length + j] = Math.Max(0, i - j);
        return distances;
    }

    /// <summary>The buckets of the time between all places: B × T milliseconds → B × T × T, the same for all layers.</summary>
    internal static Tensor BucketsOf(Tensor times, long buckets)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var seconds = (times.Unsqueeze(2) - times.Unsqueeze(1)).To(DType.Float32).Abs() * 0.001;
        var found = (seconds.Clamp(1, 1e15).Log() * (1 / BucketWidth)).Clamp(0, buckets - 1).To(DType.Int64);
        var unknown = times.Lt(-9.2e18);
        if (unknown.Any().Item() == 0) return scope.Return(found);
        return scope.Return(Tensor.Where(unknown.Unsqueeze(2).Or(unknown.Unsqueeze(1)), Tensor.Full([], buckets, DType.Int64, times.Device), found));
    }
}
