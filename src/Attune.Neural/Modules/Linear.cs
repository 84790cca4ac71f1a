namespace Attune.Neural;

/// <summary>x · weightᵀ + bias over the last dimension, which goes from <c>inputs</c> to <c>outputs</c>. Starts as PyTorch's: uniform within ±1/√inputs.</summary>
public sealed class Linear : Module
{
    readonly Tensor _weight, _bias;

    /// <summary>Makes the layer.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="inputs">Size of the last dimension before, from 1.</param>
    /// <param name="outputs">Size of the last dimension after, from 1.</param>
    /// <param name="bias">Whether a vector is added. Default yes.</param>
    public Linear(Init init, long inputs, long outputs, bool bias = true)
    {
        _weight = Add("weight", () => init.Uniform([outputs, inputs], 1 / Math.Sqrt(inputs)));
        if (bias) _bias = Add("bias", () => init.Uniform([outputs], 1 / Math.Sqrt(inputs)));
    }

    Linear(Func<Tensor> weight, Func<Tensor> bias) => (_weight, _bias) = (Add("weight", weight), Add("bias", bias));

    /// <summary>… × inputs → … × outputs.</summary>
    public Tensor Forward(Tensor x) => x.Linear(_weight, _bias);

    /// <summary>A layer that starts uniform within ±√(6 / (inputs + outputs)), with a bias of 0 (Glorot and Bengio 2010).</summary>
    internal static Linear Xavier(Init init, long inputs, long outputs) =>
        new(() => init.Uniform([outputs, inputs], Math.Sqrt(6.0 / (inputs + outputs))), () => init.Constant([outputs], 0));
}
