using Attune.Numerics;

namespace Attune;

/// <summary>
/// A chunk as the mean of its items' vectors under a model whose scores are inner products (als, bpr, pure-svd and others): what a model without a network knows of it. x = (1 ⁄ m) Σ y(i) over the m events whose items the model knows; repeats count.
/// Shapes: x (width). Items are matched by id. Deterministic.
/// </summary>
public sealed class ItemVectorChunks : IChunkRepresenter
{
    readonly IInnerProduct _model;
    (Dataset Data, int[] Map)? _known;

    ItemVectorChunks(IInnerProduct model) => (_model, Dimension) = (model, model.ItemVectors.Length / Math.Max(1, model.Catalog.Items.Count));

    /// <inheritdoc/>
    public string Name => "items";

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <summary>Vectors of a model.</summary>
    /// <exception cref="ArgumentException">The model has no vectors of items.</exception>
    public static ItemVectorChunks Of(IRecommender model) => model is IInnerProduct { ItemVectors.Length: > 0 } vectors ? new ItemVectorChunks(vectors)
        : throw new ArgumentException($"{Options.NameOf(model.Trainer.GetType())} has no vectors of items to represent chunks by; take a model of factors, as als or bpr, or represent by tokens.");

    /// <inheritdoc/>
    public void Represent(HistoryChunks chunks, ReadOnlySpan<int> which, Span<float> rows, CancellationToken cancellation = default)
    {
        var map = MapOf(chunks.Data);
        var vectors = _model.ItemVectors.Span;
        rows[..(which.Length * Dimension)].Clear();
        for (var i = 0; i < which.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var row = rows.Slice(i * Dimension, Dimension);
            var known = 0;
            foreach (var item in chunks.Items(which[i]))
                if (map[item] >= 0)
                {
                    Vectors.Axpy(1, vectors.Slice(map[item] * Dimension, Dimension), row);
                    known++;
                }
            if (known > 0) Vectors.Scale(1f / known, row);
        }
    }

    /// <inheritdoc/>
    public double FlopsOf(int events) => (double)events * Dimension;

    int[] MapOf(Dataset data)
    {
        if (_known is not { } known || known.Data != data) _known = known = (data, [.. data.Items.Ids.Select(_model.Catalog.Items.IndexOf)]);
        return known.Map;
    }
}
