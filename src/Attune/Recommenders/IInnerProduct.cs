namespace Attune;

/// <summary>
/// A model whose score is an inner product, score(query, i) = vector(query) · row i of the item vectors + bias i: what lets the ranking of many users
/// run as one product of matrices. <see cref="IRecommender.Score"/> stays the truth: lists made this way are scored again by it.
/// </summary>
interface IInnerProduct : IRecommender
{
    /// <summary>Items × width, row after row; its length divided by the number of items is the width.</summary>
    float[] ItemVectors { get; }

    /// <summary>One number for each item, or null for none.</summary>
    float[]? ItemBiases => null;

    /// <summary>Writes the vector of a query (width numbers); false where the model cannot say, so that every score would be NaN.</summary>
    bool TryVector(Query query, Span<float> vector);
}
