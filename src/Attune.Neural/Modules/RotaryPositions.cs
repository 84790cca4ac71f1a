namespace Attune.Neural;

/// <summary>
/// Turns pairs of numbers by angles that grow with the place, so that products of queries and keys depend on their distance alone (Su et al. 2021,
/// arXiv:2104.09864). Number i pairs with number i + width / 2. Places count from the newest, which is the last. Has no parameters.
/// </summary>
public sealed class RotaryPositions : Module
{
    readonly Tensor _cosines, _sines, _speeds;
    readonly long _length, _half;

    /// <summary>Makes the angles.</summary>
    /// <param name="init">Device and type.</param>
    /// <param name="length">The longest sequence, from 1.</param>
    /// <param name="width">The width of a head, even.</param>
    /// <param name="slowest">The longest wave in places, over 2π. Default 10000.</param>
    public RotaryPositions(Init init, int length, int width, double slowest = 10_000)
    {
        if (width % 2 != 0) throw new ArgumentOutOfRangeException(nameof(width), width, "Rotary positions turn pairs of numbers; the width of a head must be even.");
        (_length, _half) = (length, width / 2);
        var angles = new double[length * _half];
        var speeds = new double[_half];
        for (var i = 0; i < speeds.Length; i++) speeds[i] = Math.Pow(slowest, -(double)i / _half);
        for (var i = 0; i < angles.Length; i++) angles[i] = i / _half * speeds[i % _half];
        _cosines = Hold(() => Tensor.Wrap(Array.ConvertAll(angles, Math.Cos), _length, _half).To(init.DType).To(init.Device));
        _sines = Hold(() => Tensor.Wrap(Array.ConvertAll(angles, Math.Sin), _length, _half).To(init.DType).To(init.Device));
        // In double precision: at place 100,000 an angle in single precision would be off by a hundredth.
        _speeds = Hold(() => Tensor.Wrap(speeds).To(init.Device));
    }

    /// <summary>… × T × width with T up to the longest → the same shape.</summary>
    public Tensor Forward(Tensor x)
    {
        using var scope = new Scope();
        var length = x.Size(-2);
        return scope.Return(Turn(x, LearnedPositions.Last(_cosines, length, _length), LearnedPositions.Last(_sines, length, _length)));
    }

    /// <summary>One place of each sequence by itself, however far from the first: B × heads × 1 × width and places of B × 1 → the same shape as x.</summary>
    internal Tensor Forward(Tensor x, Tensor places)
    {
        using var scope = new Scope();
        var angles = (places.To(DType.Float64) * _speeds).Reshape(-1, 1, 1, _half);
        return scope.Return(Turn(x, angles.Cos().To(x.DType), angles.Sin().To(x.DType)));
    }

    Tensor Turn(Tensor x, Tensor cosines, Tensor sines)
    {
        var halves = x.Split(_half, -1);
        return Tensor.Cat([halves[0] * cosines - halves[1] * sines, halves[1] * cosines + halves[0] * sines], -1);
    }
}
