namespace Attune.Neural;

/// <summary>
/// A state of one number for each channel that fades and takes in (HGRN): h_t = a_t h_{t−1} + x_t, with a_t from 0 to 1. Two neighbouring places are one of the same form,
/// h_{t+1} = (a_{t+1} a_t) h_{t−1} + (a_{t+1} x_t + x_{t+1}): half as many places give every second state, and those give the states between (Blelloch 1990, prefix sums). About twice the work of the
/// loop, in 2·log₂ T operations over everything. Only products of decays occur, so nothing can overflow.
/// </summary>
static class VectorDecay
{
    /// <summary>All places of sequences.</summary>
    /// <param name="x">B × T × D.</param>
    /// <param name="decay">a, B × T × D.</param>
    /// <param name="start">The state before the first place, B × D; undefined for zeros.</param>
    /// <returns>The state after every place, B × T × D, and the last of them.</returns>
    internal static (Tensor Output, Tensor State) Forward(Tensor x, Tensor decay, Tensor start = default)
    {
        using var scope = new Scope();
        var length = x.Size(1);
        if (start.IsDefined)
        {
            var first = x.Narrow(1, 0, 1).AddCMul(decay.Narrow(1, 0, 1), start.Unsqueeze(1));
            x = length > 1 ? Tensor.Cat([first, x.Narrow(1, 1, length - 1)], 1) : first;
        }
        var states = scope.Return(Scan(x, decay));
        return (states, scope.Return(states.Select(1, length - 1)));
    }

    /// <summary>One place more: B × D in all shapes.</summary>
    internal static Tensor Step(Tensor x, Tensor decay, Tensor state) => x.AddCMul(decay, state);

    static Tensor Scan(Tensor x, Tensor decay)
    {
        var (batch, length, width) = (x.Size(0), x.Size(1), x.Size(2));
        if (length == 1) return x;
        using var scope = new Scope();
        var half = length / 2;
        var (xs, decays) = (Pairs(x), Pairs(decay));
        var second = Scan(xs[1].AddCMul(decays[1], xs[0]), decays[0] * decays[1]);
        var before = Tensor.Cat([Tensor.Zeros([batch, 1, width], x.DType, x.Device), second], 1);
        var first = xs[0].AddCMul(decays[0], before.Narrow(1, 0, half));
        var states = Tensor.Stack([first, second], 2).Reshape(batch, 2 * half, width);
        if (length % 2 == 0) return scope.Return(states);
        var last = x.Narrow(1, length - 1, 1).AddCMul(decay.Narrow(1, length - 1, 1), before.Narrow(1, half, 1));
        return scope.Return(Tensor.Cat([states, last], 1));

        Tensor[] Pairs(Tensor all) => all.Narrow(1, 0, 2 * half).Reshape(batch, half, 2, width).Unbind(2);
    }
}
