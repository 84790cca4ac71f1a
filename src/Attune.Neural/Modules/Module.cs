namespace Attune.Neural;

/// <summary>
/// A piece of a network that owns parameters and other modules. Names are paths, as PyTorch's, so saved weights open there. Forward passes of different
/// threads may run side by side once training is over; disposal frees the parameters.
/// </summary>
public abstract class Module : IDisposable
{
    readonly List<Parameter> _own = [], _kept = [];
    readonly List<Tensor> _held = [];
    readonly List<(string Name, Module Module)> _children = [];

    /// <summary>Whether dropout acts. New modules score; <see cref="Train"/> turns it on.</summary>
    public bool IsTraining { get; private set; }

    /// <summary>All parameters, its own first, then its modules' in the order in which they were added.</summary>
    public IEnumerable<Parameter> Parameters => Gathered(m => m._own);

    /// <summary>What is saved with the parameters but not learned by their gradients, as the running mean of <see cref="BatchNorm"/>: PyTorch's buffers, in the same order and under the same paths.</summary>
    public IEnumerable<Parameter> Buffers => Gathered(m => m._kept);

    /// <summary>Everything that is saved.</summary>
    internal IEnumerable<Parameter> Saved => Parameters.Concat(Buffers);

    /// <summary>The number of learned numbers.</summary>
    public long Count => Parameters.Sum(p => p.Value.Count);

    /// <summary>Turns training on or off, here and in all modules below.</summary>
    public void Train(bool on = true)
    {
        IsTraining = on;
        foreach (var (_, module) in _children) module.Train(on);
    }

    /// <summary>Adds parameters and buffers to what is saved of a model. Values in the machine's memory are copied: training may go on.</summary>
    public void Export(Weights weights)
    {
        foreach (var (name, value) in Saved) weights.Add(name, value.ToArray<float>(), Array.ConvertAll(value.Shape, d => checked((int)d)));
    }

    /// <summary>Takes the parameters and buffers of a saved model; in the machine's memory without a copy, so the arrays must stay as they are.</summary>
    /// <exception cref="DataException">A tensor is missing or of another shape; both sides are named.</exception>
    public void Import(Weights weights)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        foreach (var (name, value) in Saved)
        {
            var shape = value.Shape;
            if (weights.Floats.TryGetValue(name, out var saved) && !saved.Shape.Select(d => (long)d).SequenceEqual(shape))
                throw new DataException($"The tensor '{name}' of the saved model has the shape [{string.Join(", ", saved.Shape)}] where the options ask for [{string.Join(", ", shape)}]. Was it saved with other options?");
            value.SetInPlace(Tensor.Wrap(weights.Float(name, value.Count), shape).To(value.DType).To(value.Device));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, value) in _own.Concat(_kept)) value.Free();
        foreach (var value in _held) value.Free();
        foreach (var (_, module) in _children) module.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a tensor a parameter of this module, which weight decay may shrink or not, and whose rows may be looked up by number.</summary>
    protected Tensor Add(string name, Func<Tensor> make, bool decays = true, bool isTable = false)
    {
        using var scope = new Scope();
        var value = scope.Keep(make().RequireGradient());
        _own.Add(new Parameter(name, value) { Decays = decays, IsTable = isTable });
        return value;
    }

    /// <summary>Makes a tensor that is saved but not learned by a gradient.</summary>
    protected Tensor Keep(string name, Func<Tensor> make)
    {
        using var scope = new Scope();
        var value = scope.Keep(make());
        _kept.Add(new Parameter(name, value) { Decays = false });
        return value;
    }

    /// <summary>Makes a tensor that is not learned and not saved, but lives as long as this module.</summary>
    protected Tensor Hold(Func<Tensor> make)
    {
        using var scope = new Scope();
        var value = scope.Keep(make());
        _held.Add(value);
        return value;
    }

    /// <summary>Makes a module part of this one; with an empty name its parameters keep their own names.</summary>
    protected T Add<T>(string name, T module) where T : Module
    {
        _children.Add((name, module));
        return module;
    }

    IEnumerable<Parameter> Gathered(Func<Module, List<Parameter>> of) =>
        of(this).Concat(_children.SelectMany(c => c.Module.Gathered(of).Select(p => p with { Name = c.Name.Length > 0 ? $"{c.Name}.{p.Name}" : p.Name })));
}
