namespace Attune.Neural;

/// <summary>A network of clicks: vectors of the fields, and where the model reads them a first-order weight for each code, to one logit for each row.</summary>
abstract class ClickNetwork : Module
{
    readonly FieldVectors? _vectors, _weights;

    /// <param name="init">Seed, device and type.</param>
    /// <param name="fields">The fields of the rows.</param>
    /// <param name="options">Size and start of the vectors.</param>
    /// <param name="vectors">Whether fields have vectors.</param>
    /// <param name="firstOrder">Whether codes have weights.</param>
    private protected ClickNetwork(Init init, ClickFields fields, ClickTrainer options, bool vectors = true, bool firstOrder = false)
    {
        if (vectors) _vectors = Add("vectors", new FieldVectors(init, fields, options.EmbeddingSize, options.Deviation));
        if (firstOrder) _weights = Add("first_order", new FieldVectors(init, fields, 1, options.Deviation));
    }

    /// <summary>What is worked out by loops of its own while gradients are asked for.</summary>
    private protected Cuts Cuts { get; } = new();

    bool InMemory => (_vectors ?? _weights)!.InMemory;

    /// <summary>Parameters, of which weight decay shrinks matrices alone.</summary>
    internal IReadOnlyList<Parameter> Moved => [.. Parameters.Select(p => p with { Decays = p.Decays && !p.IsTable && p.Value.Rank > 1 })];

    /// <summary>Logits of rows: N.</summary>
    internal Tensor Forward(ClickRows rows)
    {
        using var scope = new Scope();
        if (InMemory && !IsTraining) return scope.Return(Logits(_vectors?.Gather(rows) ?? default, Summed(_weights?.Gather(rows))));
        return scope.Return(Logits(_vectors?.Recorded(rows) ?? default, Summed(_weights?.Recorded(rows))));
    }

    /// <summary>The mean loss by operators that record all gradients: what <see cref="Backward"/> is checked against.</summary>
    internal Tensor Loss(ClickRows rows)
    {
        using var scope = new Scope();
        return scope.Return(LossOf(Logits(_vectors?.Recorded(rows) ?? default, Summed(_weights?.Recorded(rows))), rows));
    }

    /// <summary>Adds the gradients of a batch's mean loss times its share, and gives the mean, detached.</summary>
    /// <param name="batch">Rows and what they touch.</param>
    /// <param name="regularization">λ of the rows of tables.</param>
    internal Tensor Backward(ClickBatch batch, double regularization)
    {
        using var scope = new Scope();
        // Not summed by libtorch: sorting what a batch touches takes it longer than the batch knows it already.
        if (!InMemory)
        {
            var slow = Loss(batch.Rows);
            Gradients.Backward((regularization > 0 ? slow + Penalty(batch) * regularization : slow) * batch.Share);
            return scope.Return(slow.Detach());
        }
        var (vectors, weights) = (_vectors?.Gather(batch.Rows).RequireGradient() ?? default, _weights?.Gather(batch.Rows).RequireGradient());
        Cuts.Open();
        var loss = LossOf(Logits(vectors, Summed(weights)), batch.Rows);
        Cuts.Backward(loss * batch.Share);
        _vectors?.AddGradient(batch, vectors.Gradient, regularization * batch.Share);
        _weights?.AddGradient(batch, weights!.Value.Gradient, regularization * batch.Share);
        return scope.Return(loss.Detach());
    }

    /// <summary>What is saved beside numbers.</summary>
    internal virtual void ExportIntegers(Weights weights)
    {
    }

    /// <summary>Takes what is saved beside numbers.</summary>
    internal virtual void ImportIntegers(Weights weights)
    {
    }

    /// <summary>Logits from N × fields × size, and the sum of first-order weights N; what the model does not read is undefined.</summary>
    private protected abstract Tensor Logits(Tensor vectors, Tensor first);

    static Tensor Summed(Tensor? weights) => weights is { } w ? w.Sum(1).Squeeze(1) : default;

    // Mean of w · (log(1 + eᶻ) − y z).
    static Tensor LossOf(Tensor logits, ClickRows rows)
    {
        Tensor Numbers(float[] values) => Tensor.Of<float>(values).To(logits.DType).To(logits.Device);
        var losses = logits.Softplus() - Numbers(rows.Labels) * logits;
        return rows.Weights is { } weights ? (losses * Numbers(weights)).Sum() / weights.Sum(w => (double)w) : losses.Mean();
    }

    // Half the squares of what a batch touches.
    Tensor Penalty(ClickBatch batch)
    {
        var rows = Tensor.Of<long>(batch.Distinct);
        return Parameters.Where(p => p.IsTable).Select(p => Tensor.Embedding(p.Value, rows.To(p.Value.Device), sparse: true).Square().Sum() * 0.5).Aggregate((a, b) => a + b);
    }
}
