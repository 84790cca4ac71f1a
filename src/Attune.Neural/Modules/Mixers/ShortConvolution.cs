namespace Attune.Neural;

/// <summary>
/// Every channel by itself: the weighted sum of its number at a place and at the three before, without a bias, then SiLU. What is needed of earlier places is the last three inputs, B × channels × 3.
/// Its parameter is laid out as that of PyTorch's nn.Conv1d with a group for each channel, and starts as it: uniform within ±1/√4.
/// </summary>
sealed class ShortConvolution : Module
{
    /// <summary>How many places are taken together.</summary>
    internal const int Size = 4;

    readonly Tensor _weight;
    readonly long _channels;

    internal ShortConvolution(Init init, long channels)
    {
        _channels = channels;
        _weight = Add("weight", () => init.Uniform([channels, 1, Size], 1 / Math.Sqrt(Size)));
    }

    /// <summary>B × T × channels, and the last inputs before, undefined for zeros → the same shape, and the last inputs after.</summary>
    internal (Tensor Output, Tensor Last) Forward(Tensor x, Tensor last = default)
    {
        using var scope = new Scope();
        var (batch, length) = (x.Size(0), x.Size(1));
        var before = last.IsDefined ? last.T : Tensor.Zeros([batch, Size - 1, _channels], x.DType, x.Device);
        var all = Tensor.Cat([before, x], 1);
        // Four products of everything: a convolution of libtorch would want channels before places, and lay everything out anew.
        var weights = _weight.Reshape(_channels, Size).Unbind(1);
        var sum = all.Narrow(1, 0, length) * weights[0];
        for (var i = 1; i < Size; i++) sum = sum.AddCMul(all.Narrow(1, i, length), weights[i]);
        return (scope.Return(sum.Silu()), scope.Return(all.Narrow(1, length, Size - 1).T.Contiguous()));
    }
}
