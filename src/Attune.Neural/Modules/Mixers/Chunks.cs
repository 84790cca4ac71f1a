namespace Attune.Neural;

/// <summary>What the recurrences share that are computed in chunks of places: cutting, joining, and how much is left of one place at a later one.</summary>
static class Chunks
{
    /// <summary>B × H × T × D → B × H × chunks × chunk × D; the last chunk is filled up with zeros, which as keys, values and logarithms of decays leave a state as it is.</summary>
    internal static Tensor Cut(Tensor x, long chunk)
    {
        using var scope = new Scope();
        var (batch, heads, length, width) = (x.Size(0), x.Size(1), x.Size(2), x.Size(3));
        var missing = (chunk - length % chunk) % chunk;
        if (missing > 0) x = Tensor.Cat([x, Tensor.Zeros([batch, heads, missing, width], x.DType, x.Device)], 2);
        return scope.Return(x.Reshape(batch, heads, -1, chunk, width));
    }

    /// <summary>The way back: B × H × chunks × chunk × D → B × H × length × D.</summary>
    internal static Tensor Join(Tensor x, long length)
    {
        using var scope = new Scope();
        var (chunks, chunk) = (x.Size(2), x.Size(3));
        var joined = x.Reshape(x.Size(0), x.Size(1), chunks * chunk, x.Size(4));
        return scope.Return(chunks * chunk == length ? joined : joined.Narrow(2, 0, length));
    }

    /// <summary>The size that fills as many chunks as are needed most evenly: 17 places in chunks of at most 16 are two chunks of 9.</summary>
    internal static long Even(long length, long most) => (length + (length + most - 1) / most - 1) / ((length + most - 1) / most);

    /// <summary>True above the diagonal of a square: what a place must not see.</summary>
    internal static Tensor Later(long size, Device device)
    {
        using var scope = new Scope();
        return scope.Return(Tensor.Ones([size, size], DType.Bool, device).Triu(1));
    }

    /// <summary>… × C × 1 of running sums of logarithms of decays → … × C × C: e to the power of their difference at and below the diagonal, which is at most 1, and 0 above.</summary>
    internal static Tensor Left(Tensor sums)
    {
        using var scope = new Scope();
        // Above the diagonal the powers may be too large for a number; what is made −∞ first gives 0 and the gradient 0.
        return scope.Return((sums - sums.T).MaskedFill(Later(sums.Size(-2), sums.Device), double.NegativeInfinity).Exp());
    }
}
