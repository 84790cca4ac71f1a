namespace Attune.Neural;

// What a gradient does to its parameter: in pieces, by operators, or to all of it at once.
public abstract partial class Optimizer
{
    long _targets;

    // All gradients, in rows where they are sparse.
    List<Slope> Collect()
    {
        var all = new List<Slope>(Parameters.Count);
        for (var i = 0; i < Parameters.Count; i++)
            if (SlopeOf(i) is { } slope) all.Add(slope);
        return all;
    }

    Slope? SlopeOf(int index)
    {
        var value = Parameters[index].Value;
        if (value.Gradient is not { IsDefined: true } gradient) return null;
        if (gradient.IsStrided) return new Slope(index, default, gradient.Contiguous(), 0, 0);
        // Put back in order, so that this is done once in a step.
        var sorted = gradient.Coalesce();
        value.Gradient = sorted;
        var height = value.Size(0);
        return new Slope(index, sorted.SparseIndices().Select(0, 0).Contiguous(), sorted.SparseValues().Contiguous(), height, value.Count / Math.Max(1, height));
    }

    void Move(List<Slope> slopes, double scale)
    {
        var pieces = new List<Piece>();
        foreach (var slope in slopes)
        {
            var fades = FadesOf(slope);
            if (IsWhole(slope.Index)) MoveWhole(slope.Index, scale);
            else if (IsFused(slope.Index)) pieces.AddRange(Cut(slope, Tables is TableUpdates.Dense, fades));
            else MoveByOperators(slope, fades, scale);
        }
        Rows.Chunks(pieces.Count, 1, (p, _) => Run(pieces[p], (float)scale));
    }

    // What is left of the memory of each row that the gradient names; null where nothing fades.
    (double First, double Second)[]? FadesOf(Slope slope)
    {
        if (Tables is not TableUpdates.LazyDecay || IsWhole(slope.Index)) return null;
        if (RowMemories[slope.Index] is not { } memory)
            return !slope.Rows.IsDefined ? null
                : throw new InvalidOperationException($"The gradient of '{Parameters[slope.Index].Name}' is sparse, but it is not marked as a table, so when its rows were moved is not known: mark it ({nameof(Parameter)}.{nameof(Parameter.IsTable)}), or use another {nameof(TableUpdates)} than {Tables}.");
        var fades = slope.Rows.IsDefined ? Array.ConvertAll(memory.Since(slope.Rows, Steps, Targets - _targets), s => s.Steps > 0 ? Fade(s.Steps, s.Targets) : (1, 1)) : null;
        memory.Touch(slope.Rows, Steps, Targets);
        return fades;
    }

    void MoveByOperators(Slope slope, (double First, double Second)[]? fades, double scale)
    {
        using var scope = new Scope();
        var (index, rows) = (slope.Index, Tables is TableUpdates.Dense ? default : slope.Rows);
        var gradient = Wide(rows.IsDefined || !slope.Rows.IsDefined ? slope.Values : Parameters[index].Value.Gradient.ToDense());
        Tensor[] whole = [Parameters[index].Value, .. _memory[index].Select(m => m.Value)];
        var part = rows.IsDefined ? Array.ConvertAll(whole, t => t.IndexSelect(0, rows)) : whole;
        var wide = Array.ConvertAll(part, Wide);
        if (fades is not null)
            for (var m = 1; m < wide.Length; m++) wide[m].MultiplyInPlace(Column(Array.ConvertAll(fades, f => m == 1 ? f.First : f.Second), wide[m]));
        Update(wide[0], scale == 1 ? gradient : gradient * scale, wide.ElementAtOrDefault(1), wide.ElementAtOrDefault(2), DecayOf(index));
        for (var t = 0; t < whole.Length; t++)
        {
            PutBack(wide[t], part[t], index, t, rows);
            if (rows.IsDefined) whole[t].IndexCopyInPlace(0, rows, part[t]);
        }
    }

    void MoveWhole(int index, double scale)
    {
        using var scope = new Scope();
        var (value, memory) = (Parameters[index].Value, _memory[index]);
        var gradient = Wide(value.Gradient is { IsStrided: false } sparse ? sparse.ToDense() : value.Gradient);
        var wide = Wide(value);
        var remembered = Array.ConvertAll(memory, m => m with { Value = Wide(m.Value) });
        UpdateWhole(wide, scale == 1 ? gradient : gradient * scale, remembered, DecayOf(index));
        PutBack(wide, value, index, 0, default);
        for (var m = 0; m < memory.Length; m++) PutBack(remembered[m].Value, memory[m].Value, index, m + 1, default);
    }

    // Sixteen bits are too few to compute with.
    static Tensor Wide(Tensor tensor) => tensor.DType is DType.BFloat16 or DType.Float16 ? tensor.To(DType.Float32) : tensor;

    static Tensor Column(double[] numbers, Tensor like)
    {
        var shape = like.Shape;
        shape.AsSpan(1).Fill(1);
        return Tensor.Of<double>(numbers, shape).To(like.DType).To(like.Device);
    }

    // Rounds what was computed, a parameter (0) or what is remembered of it, and copies it to where it belongs if that is elsewhere.
    void PutBack(Tensor wide, Tensor to, int index, int which, Tensor rows)
    {
        if ((which == 0 && Rounding is not WeightRounding.None) || (to.DType is DType.BFloat16 && Rounding is WeightRounding.Stochastic))
        {
            using var scope = new Scope();
            var (numbers, noise) = (wide.To(DType.Float32).ToArray<float>(), NoiseOf(index, which));
            if (!rows.IsDefined) Brain.Round(numbers, 0, noise);
            else
            {
                var (names, width) = (rows.ToArray<long>(), numbers.Length / (int)Math.Max(1, rows.Count));
                for (var r = 0; r < names.Length; r++) Brain.Round(numbers.AsSpan(r * width, width), names[r] * width, noise);
            }
            wide.CopyInPlace(Tensor.Wrap(numbers, wide.Shape));
        }
        if (to.DType != wide.DType) to.CopyInPlace(wide);
    }

    // Of this step's rounding of a parameter (0) or of what is remembered of it; null rounds to the nearest.
    Numerics.Seed? NoiseOf(int index, int which) => Rounding is WeightRounding.Stochastic ? Seed.Derive("rounding").Derive(Steps).Derive(index).Derive(which) : null;

    // One parameter's gradient; where it is sparse with the rows that it names, of so many of such a width.
    readonly record struct Slope(int Index, Tensor Rows, Tensor Values, long Height, long Width);
}
