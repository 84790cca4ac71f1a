using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Where training begins from an earlier model of the same kind: what it has learned is copied into an untrained network, tensors of the same name and shape, and of tables the rows of the ids
/// that are still there.
/// </summary>
static class WarmStart
{
    /// <summary>Copies what both know; without an earlier model nothing happens.</summary>
    /// <param name="trainer">Who trains.</param>
    /// <param name="context">Holds the earlier model.</param>
    /// <param name="network">Untrained, over the catalog of <paramref name="now"/>.</param>
    /// <param name="now">The catalog to train on.</param>
    /// <param name="rows">For the name of a tensor what its rows stand for; null for a tensor that is taken whole.</param>
    /// <exception cref="ArgumentException">The earlier model is of another kind or shape; both sides are named.</exception>
    internal static void Copy(ITrainer trainer, FitContext context, Module network, Catalog now, Func<string, RowIds?> rows)
    {
        if (context.StartFrom is not { } earlier) return;
        var name = Options.NameOf(trainer.GetType());
        if (earlier.Trainer.GetType() != trainer.GetType())
            throw new ArgumentException($"A model of kind {name} cannot start from one of kind {earlier.NameOf()}; start from a trained {name} or anew.");
        var weights = new Weights();
        earlier.Export(weights);
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        foreach (var (path, value) in network.Saved)
        {
            var (values, shape) = weights.Floats.GetValueOrDefault(path);
            var (table, wanted) = (rows(path), value.Shape);
            if (shape is null || !Fits(table, earlier.Catalog, now, shape, wanted))
                throw new ArgumentException($"{name}: the tensor '{path}' is to have the shape [{string.Join(", ", wanted)}], but in the earlier model it has {(shape is null ? "none" : $"[{string.Join(", ", shape)}]")}; "
                    + "take the options of the earlier model (widths, layers, lengths) or start anew.");
            value.CopyInPlace(table is null ? Tensor.Wrap(values!, wanted) : Known(value, values!, table.Ids(earlier.Catalog), table.Ids(now), table.Before));
        }
    }

    // Of a table the rows of ids may be others; how many there are beside them may not.
    static bool Fits(RowIds? table, Catalog earlier, Catalog now, int[] shape, long[] wanted)
    {
        if (table is null) return shape.Select(d => (long)d).SequenceEqual(wanted);
        return shape.Length == wanted.Length && shape[0] - table.Ids(earlier).Count == wanted[0] - table.Ids(now).Count && shape.Skip(1).Select(d => (long)d).SequenceEqual(wanted.Skip(1));
    }

    // Rows before and after those of ids (padding, the mark that asks) are there in both tables.
    static Tensor Known(Tensor fresh, float[] earlier, Vocabulary known, Vocabulary now, int before)
    {
        var rows = fresh.To(DType.Float32).ToArray<float>();
        var (width, from) = ((int)(rows.Length / Math.Max(1, fresh.Size(0))), known.MapFrom(now));
        for (var i = 0; i < from.Length; i++)
            if (from[i] >= 0) Row(earlier, before + from[i]).CopyTo(Row(rows, before + i));
        for (var extra = before; (now.Count + extra) * width < rows.Length; extra++) Row(earlier, known.Count + extra).CopyTo(Row(rows, now.Count + extra));
        return Tensor.Wrap(rows, fresh.Shape);

        Span<float> Row(float[] table, int row) => table.AsSpan(row * width, width);
    }
}
