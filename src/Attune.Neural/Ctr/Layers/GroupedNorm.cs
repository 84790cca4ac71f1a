namespace Attune.Neural;

/// <summary>A layer norm of its own for each of G groups: G × N × width, mean 0 and variance 1 over the last dimension, then times the group's weight plus its bias.</summary>
sealed class GroupedNorm : Module
{
    readonly Tensor _weight, _bias;
    readonly long _width;

    internal GroupedNorm(Init init, long groups, long width)
    {
        _width = width;
        _weight = Add("weight", () => init.Constant([groups, 1, width], 1), decays: false);
        _bias = Add("bias", () => init.Constant([groups, 1, width], 0), decays: false);
    }

    internal Tensor Forward(Tensor x) => _bias.AddCMul(x.LayerNorm(_width, default, default), _weight);
}
