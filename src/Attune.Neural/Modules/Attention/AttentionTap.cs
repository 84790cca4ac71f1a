namespace Attune.Neural;

/// <summary>Holds what one layer of attention took and gave in one forward pass, with its recording, so that a loss can be differentiated by it. Disposal lets go of it.</summary>
sealed class AttentionTap : IDisposable
{
    readonly List<Tensor> _held = [];
    readonly List<(Tensor Input, Tensor Output)> _products = [];

    /// <summary>What came into the layer, before norm and attention: B × T × width.</summary>
    internal Tensor Input { get; private set; }

    /// <summary>What attention gives to the sum with its input: B × T × width.</summary>
    internal Tensor Output { get; private set; }

    /// <summary>Its products with matrices, in the order of the pass: what each was given, B × T × in, and gave, B × T × out.</summary>
    internal IReadOnlyList<(Tensor Input, Tensor Output)> Products => _products;

    public void Dispose()
    {
        foreach (var tensor in _held) tensor.Free();
    }

    internal void Took(Tensor input) => Input = Held(input);

    internal void Gave(Tensor output) => Output = Held(output);

    internal void Multiplied(Tensor input, Tensor output) => _products.Add((Held(input), Held(output)));

    // A conversion to the type that it has gives the same tensor once more, so that it outlives the scope it was made in.
    Tensor Held(Tensor tensor)
    {
        using var scope = new Scope();
        var same = scope.Keep(tensor.To(tensor.DType));
        _held.Add(same);
        return same;
    }
}
