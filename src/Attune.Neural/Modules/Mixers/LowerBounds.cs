namespace Attune.Neural;

/// <summary>
/// How much the forget gates of HGRN and HGRN-2 keep at least (Qin et al. 2023, arXiv:2311.04823): for every layer and channel the sum, over the layers up to it but the
/// first, of the softmax over layers of a learned table of layers × width. The first layer's bound is 0 and
/// bounds rise from layer to layer, so that deeper layers remember longer.
/// One table for the whole network. Starts with zeros, so that
/// layer l of L keeps at least l/L.
/// </summary>
public sealed class LowerBounds : Module
{
    readonly Tensor _weight;
    readonly int _layers;

    /// <summary>Makes the table.</summary>
    /// <param name="init">Device and type.</param>
    /// <param name="layers">Layers of the network, from 1; those with another mixer count too.</param>
    /// <param name="width">The channels of a forget gate, from 1: the network's width.</param>
    public LowerBounds(Init init, int layers, long width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        _layers = layers;
        _weight = Add("weight", () => init.Constant([layers, width], 0));
    }

    /// <summary>The bounds of a layer, from 0: a vector of the width.</summary>
    public Tensor At(int layer)
    {
        if ((uint)layer >= (uint)_layers) throw new ArgumentOutOfRangeException(nameof(layer), layer, $"The table has bounds for layers 0 to {_layers - 1}.");
        using var scope = new Scope();
        return scope.Return(_weight.Softmax(0).Narrow(0, 1, layer).Sum(0));
    }
}
