namespace Attune.Neural;

/// <summary>
/// When each row of a table was last moved: after how many steps and targets. Whole numbers, from which the product of the decays since follows: β to the power of the steps
/// between, or 2^(−targets between ⁄ half-life).
/// </summary>
sealed class RowMemory
{
    readonly Tensor _steps, _targets;
    readonly string _name;

    internal RowMemory(Parameter table)
    {
        using var scope = new Scope();
        _name = table.Name;
        _steps = scope.Keep(Tensor.Zeros([table.Value.Size(0)], DType.Int64, table.Value.Device));
        _targets = scope.Keep(Tensor.Zeros([table.Value.Size(0)], DType.Int64, table.Value.Device));
    }

    internal IEnumerable<Parameter> State => [new Parameter($"row_steps.{_name}", _steps), new Parameter($"row_targets.{_name}", _targets)];

    /// <summary>Steps and targets between each row's last move and the step that is being taken, which is the <paramref name="step"/>th and begins after so many targets.</summary>
    internal (long Steps, long Targets)[] Since(Tensor rows, long step, long targets)
    {
        using var scope = new Scope();
        var (s, t) = (_steps.IndexSelect(0, rows).ToArray<long>(), _targets.IndexSelect(0, rows).ToArray<long>());
        // Of a row that was never moved nothing is remembered.
        return [.. s.Zip(t, (s, t) => s == 0 ? (0, 0) : (step - 1 - s, targets - t))];
    }

    /// <summary>Notes that rows, or without them all, are moved by this step, after which so many targets have been seen.</summary>
    internal void Touch(Tensor rows, long step, long targets)
    {
        using var scope = new Scope();
        Set(_steps, rows, step);
        Set(_targets, rows, targets);
    }

    static void Set(Tensor numbers, Tensor rows, long value)
    {
        if (rows.IsDefined) numbers.IndexCopyInPlace(0, rows, Tensor.Full(rows.Shape, value, DType.Int64, numbers.Device));
        else numbers.FillInPlace(value);
    }
}
