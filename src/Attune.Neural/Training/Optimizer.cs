namespace Attune.Neural;

/// <summary>Changes parameters by their gradients, in place. One step after each backward pass; gradients may be dense or sparse (rows of a table).</summary>
public abstract class Optimizer(IReadOnlyList<Parameter> parameters) : IDisposable
{
    /// <summary>The parameters, in a fixed order.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>The step size of the next step; a schedule sets it before each.</summary>
    public double LearningRate { get; set; }

    /// <summary>Steps taken; set it to go on from a checkpoint.</summary>
    public long Steps { get; set; }

    /// <summary>What it remembers of each parameter, by name ("exp_avg.blocks.0.weight"): saved with a checkpoint and copied back into place.</summary>
    public abstract IEnumerable<Parameter> State { get; }

    /// <summary>Takes a step; a parameter without a gradient stays as it is.</summary>
    public abstract void Step();

    /// <summary>Forgets the gradients.</summary>
    public void Clear()
    {
        foreach (var (_, value) in parameters) value.Gradient = default;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, value) in State) value.Free();
        GC.SuppressFinalize(this);
    }
}
