namespace Attune.Neural;

/// <summary>A layer of its own for each of G groups, all in one product: G × N × inputs → G × N × outputs. Each starts as PyTorch's: uniform within ±1/√inputs.</summary>
sealed class GroupedLinear : Module
{
    readonly Tensor _weight, _bias;

    internal GroupedLinear(Init init, long groups, long inputs, long outputs)
    {
        _weight = Add("weight", () => init.Uniform([groups, inputs, outputs], 1 / Math.Sqrt(inputs)));
        _bias = Add("bias", () => init.Uniform([groups, 1, outputs], 1 / Math.Sqrt(inputs)), decays: false);
    }

    internal Tensor Forward(Tensor x) => _bias.BAddBmm(x, _weight);
}
