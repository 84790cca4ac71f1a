namespace Attune.Neural;

/// <summary>Where training begins from an earlier model of the same kind and shape: its tensors, and of its table the rows of the items that are still there.</summary>
static class WarmStart
{
    /// <summary>Copies what both know into an untrained network; without an earlier model nothing happens.</summary>
    internal static void Copy(ISequenceTrainer trainer, FitContext context, SequenceNetwork network, Vocabulary items)
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
            if (path == $"{SequenceNetwork.ItemTableName}.weight" && shape?[1] == trainer.Width) value.CopyInPlace(Table(value, values!, trainer, earlier.Catalog.Items, items));
            else if (shape is not null && value.Shape.SequenceEqual(shape.Select(d => (long)d))) value.CopyInPlace(Tensor.Wrap(values!, value.Shape));
            else throw new ArgumentException($"{name}: the tensor '{path}' is to have the shape [{string.Join(", ", value.Shape)}], but in the earlier model it has {(shape is null ? "none" : $"[{string.Join(", ", shape)}]")}; "
                + "take the options of the earlier model (width, layers, inner, max length) or start anew.");
        }
    }

    // Rows after those of items (the mark that asks) follow them in both tables.
    static Tensor Table(Tensor fresh, float[] earlier, ISequenceTrainer trainer, Vocabulary known, Vocabulary now)
    {
        var width = trainer.Width;
        var rows = fresh.ToArray<float>();
        var from = known.MapFrom(now);
        for (var i = 0; i < from.Length; i++)
            if (from[i] >= 0) Row(earlier, from[i] + 1).CopyTo(Row(rows, i + 1));
        for (var extra = 1; (now.Count + extra) * width < rows.Length; extra++) Row(earlier, known.Count + extra).CopyTo(Row(rows, now.Count + extra));
        return Tensor.Wrap(rows, fresh.Shape);

        Span<float> Row(float[] table, int row) => table.AsSpan(row * width, width);
    }
}
