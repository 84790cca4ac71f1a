using System.Buffers;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// A model whose score is an inner product, score(query, i) = vector(query) · row i of the item vectors + bias i: what lets the ranking of many users
/// run as one product of matrices. <see cref="IRecommender.Score"/> stays the truth: lists made this way are scored again by it, but for models whose vectors
/// come from one pass of a network for a whole block (<see cref="Batches"/>): theirs are scored again with the vector of that pass.
/// </summary>
interface IInnerProduct : IRecommender
{
    /// <summary>Items × width, row after row; its length divided by the number of items is the width.</summary>
    ReadOnlyMemory<float> ItemVectors { get; }

    /// <summary>One number for each item, or null for none.</summary>
    float[]? ItemBiases => null;

    /// <summary>Writes the vector of a query (width numbers); false where the model cannot say, so that every score would be NaN.</summary>
    bool TryVector(Query query, Span<float> vector);

    /// <summary>
    /// Whether the vectors of many queries cost much less together than one by one. Then <see cref="TryVectors"/> is what ranking asks, and as sums of another
    /// order are rounded differently, scores in lists made in blocks may differ from those made one by one by 10⁻⁵ of the largest.
    /// </summary>
    bool Batches => false;

    /// <summary>Writes the vectors of many queries, one after another, and which of them have one.</summary>
    void TryVectors(ReadOnlySpan<Query> queries, Span<float> vectors, Span<bool> answered)
    {
        for (var q = 0; q < queries.Length; q++) answered[q] = TryVector(queries[q], vectors.Slice(q * (vectors.Length / queries.Length), vectors.Length / queries.Length));
    }

    /// <summary>Scores by the vector of the query; NaN where it has none.</summary>
    void IRecommender.Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
    {
        var width = ItemVectors.Length / Math.Max(1, Catalog.Items.Count);
        var room = ArrayPool<float>.Shared.Rent(width);
        var vector = room.AsSpan(0, width);
        if (width > 0 && TryVector(query, vector)) Score(vector, ItemVectors.Span, ItemBiases, items, scores);
        else scores.Fill(float.NaN);
        ArrayPool<float>.Shared.Return(room);
    }

    /// <summary>score = vector · item (+ the item's bias, where there are biases); NaN for unknown items.</summary>
    static void Score(ReadOnlySpan<float> vector, ReadOnlySpan<float> itemVectors, float[]? biases, ReadOnlySpan<int> items, Span<float> scores)
    {
        var width = vector.Length;
        var count = itemVectors.Length / width;
        for (var i = 0; i < items.Length; i++)
        {
            var item = items[i];
            scores[i] = (uint)item >= (uint)count ? float.NaN : Vectors.Dot(vector, itemVectors.Slice(item * width, width)) + (biases?[item] ?? 0);
        }
    }
}
