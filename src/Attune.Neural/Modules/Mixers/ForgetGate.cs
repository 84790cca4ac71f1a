namespace Attune.Neural;

/// <summary>The forget gate of HGRN and HGRN-2, f = b + (1 − b)·σ(z), with the lower bound b of its layer.</summary>
sealed class ForgetGate(LowerBounds bounds, int layer)
{
    // Of the first layer the bound is 0 whatever the table holds.
    readonly bool _bounded = layer > 0;

    /// <summary>What is kept of the state, f, and what may be taken in, 1 − f, each precise near 0: … × width → two of that shape.</summary>
    internal (Tensor Kept, Tensor Taken) Open(Tensor z)
    {
        using var scope = new Scope();
        var (kept, taken) = (z.Sigmoid(), (-z).Sigmoid());
        if (_bounded)
        {
            var bound = bounds.At(layer);
            (kept, taken) = (Raise(kept, bound), taken * (1 - bound));
        }
        return (scope.Return(kept), scope.Return(taken));
    }

    /// <summary>log f and 1 − f.</summary>
    internal (Tensor LogKept, Tensor Taken) OpenLog(Tensor z)
    {
        using var scope = new Scope();
        var taken = (-z).Sigmoid();
        // σ(z) may be too small for a number; above a bound its logarithm is harmless, without one it is not.
        if (!_bounded) return (scope.Return(z.LogSigmoid()), scope.Return(taken));
        var bound = bounds.At(layer);
        return (scope.Return(Raise(z.Sigmoid(), bound).Log()), scope.Return(taken * (1 - bound)));
    }

    static Tensor Raise(Tensor open, Tensor bound) => bound.AddCMul(1 - bound, open);
}
