namespace Attune.Neural;

/// <summary>
/// What training makes small: the mean over positions of how badly each position's state foretells its target. A loss runs forward and backward itself, in pieces whose
/// memory is bounded, with gradients written out by hand: automatic differentiation would keep a score of every item for every position.
/// </summary>
/// <param name="items">Items of the catalog: rows 1 to <paramref name="items"/> of the table. Row 0 is padding; rows after them are no items and never score.</param>
abstract class Loss(long items)
{
    /// <summary>Items of the catalog.</summary>
    internal long Items => items;

    /// <summary>Whether it compares targets with drawn negatives; if not, it compares them with the whole catalog.</summary>
    internal virtual bool NeedsNegatives => true;

    /// <summary>
    /// Adds the gradients of the mean loss, times <paramref name="scale"/>, to everything that the states and the table depend on, and returns the mean (one number,
    /// without a gradient, without the scale).
    /// </summary>
    /// <param name="states">N × d: the states of real positions.</param>
    /// <param name="targets">N rows of the table (Int64), each from 1 to Items.</param>
    /// <param name="table">(Items + 1 or more) × d: the vectors of items. A leaf gets its gradient added in place.</param>
    /// <param name="negatives">What was drawn; none for the full softmax.</param>
    /// <param name="scale">The weight of this batch where several make one step.</param>
    internal Tensor Backward(Tensor states, Tensor targets, Tensor table, Negatives negatives = default, double scale = 1)
    {
        using var scope = new Scope();
        if (states.Size(0) == 0) return scope.Return(Tensor.Zeros([], states.DType, states.Device));
        var (s, t) = Prepare(states, table);
        var (stateGradient, tableGradient) = (s.Detach().EmptyLike(), GradientOf(t));
        var mean = Accumulate(new Batch(s.Detach().Contiguous(), targets.To(s.Device).Contiguous(), t.Detach().Contiguous(), negatives, scale / s.Size(0), stateGradient, tableGradient));
        if (t.Info is { Leaf: 0, RequiresGradient: not 0 }) Gradients.Backward(s.RequiresGradient ? [s, t] : [t], s.RequiresGradient ? [stateGradient, tableGradient] : [tableGradient]);
        else if (s.RequiresGradient) Gradients.Backward(s, stateGradient);
        return scope.Return(mean);
    }

    /// <summary>The mean loss by plain operators that record gradients: what <see cref="Backward"/> is checked against. Needs memory for all scores at once.</summary>
    internal abstract Tensor Forward(Tensor states, Tensor targets, Tensor table, Negatives negatives = default);

    /// <summary>States and table as they are compared, differentiable: as they are, unless lengths do not count.</summary>
    protected virtual (Tensor States, Tensor Table) Prepare(Tensor states, Tensor table) => (states, table);

    /// <summary>Sets the gradient of the states, adds that of the table, and gives the mean.</summary>
    protected abstract Tensor Accumulate(in Batch batch);

    // A leaf's own gradient where there is one, so that nothing is added twice.
    static Tensor GradientOf(Tensor table)
    {
        if (table.Info is not { Leaf: not 0, RequiresGradient: not 0 }) return table.Detach().ZerosLike();
        var there = table.Gradient;
        if (there.IsDefined && there.IsStrided) return there;
        var fresh = there.IsDefined ? there.ToDense() : table.Detach().ZerosLike();
        table.Gradient = fresh;
        return fresh;
    }

    /// <summary>One batch on its way through: <paramref name="Factor"/> is the weight of one position.</summary>
    protected readonly record struct Batch(Tensor States, Tensor Targets, Tensor Table, Negatives Negatives, double Factor, Tensor StateGradient, Tensor TableGradient)
    {
        internal int Count => checked((int)States.Size(0));

        internal bool InMemory => States is { Device.Kind: DeviceKind.Cpu, DType: DType.Float32 };

        internal Tensor Mean(double sum) => Tensor.Full([], sum / Count, States.DType, States.Device);
    }
}
