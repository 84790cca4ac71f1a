namespace Attune.Neural;

/// <summary>Two layers with a function between them, at every place alone: width → hidden → width, with dropout after the function.</summary>
public sealed class FeedForward : Module
{
    readonly Linear _first, _second;
    readonly Dropout _dropout;
    readonly Activation _activation;
    readonly long _hidden;

    /// <summary>Makes the layers; their names are those of PyTorch's TransformerEncoderLayer: linear1 and linear2.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="width">Size of the last dimension before and after, from 1.</param>
    /// <param name="hidden">Size between the layers, from 1.</param>
    /// <param name="activation">The function between the layers. Default GELU.</param>
    /// <param name="dropout">The share dropped after the function, from 0 to below 1. Default 0.</param>
    /// <param name="bias">Whether the layers add vectors. Default yes.</param>
    public FeedForward(Init init, long width, long hidden, Activation activation = Activation.Gelu, double dropout = 0, bool bias = true)
    {
        (_activation, _hidden) = (activation, hidden);
        _first = Add("linear1", new Linear(init, width, activation is Activation.SwiGlu ? 2 * hidden : hidden, bias));
        _second = Add("linear2", new Linear(init, hidden, width, bias));
        _dropout = Add("dropout", new Dropout(init, dropout));
    }

    /// <summary>Same shape.</summary>
    public Tensor Forward(Tensor x)
    {
        using var scope = new Scope();
        return scope.Return(_second.Forward(_dropout.Forward(Activate(_first.Forward(x)))));
    }

    Tensor Activate(Tensor x) => _activation switch
    {
        Activation.Relu => x.Relu(),
        Activation.Silu => x.Silu(),
        Activation.SwiGlu => x.Split(_hidden, -1) is [var gate, var values] ? gate.Silu() * values : default,
        _ => x.Gelu(),
    };
}
