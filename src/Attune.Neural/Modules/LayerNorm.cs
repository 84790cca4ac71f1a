namespace Attune.Neural;

/// <summary>Mean 0 and variance 1 over the last dimension, then times weight plus bias (Ba, Kiros and Hinton 2016, arXiv:1607.06450). Starts with weight 1 and bias 0.</summary>
public sealed class LayerNorm : Module
{
    readonly Tensor _weight, _bias;
    readonly long _width;
    readonly double _epsilon;

    /// <summary>Makes the layer.</summary>
    /// <param name="init">Device and type.</param>
    /// <param name="width">Size of the last dimension, from 1.</param>
    /// <param name="epsilon">What is added to the variance, above 0. Default 1e-5, as PyTorch's.</param>
    public LayerNorm(Init init, long width, double epsilon = 1e-5)
    {
        (_width, _epsilon) = (width, epsilon);
        _weight = Add("weight", () => init.Constant([width], 1));
        _bias = Add("bias", () => init.Constant([width], 0));
    }

    /// <summary>Same shape.</summary>
    public Tensor Forward(Tensor x) => x.LayerNorm(_width, _weight, _bias, _epsilon);
}
