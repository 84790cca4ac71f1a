using Attune.Numerics;

namespace Attune.Tests;

/// <summary>A model of random vectors: the score of an item is the inner product with the user's vector.</summary>
sealed class Vectored : IInnerProduct
{
    readonly float[] _users, _items;
    readonly int _factors;

    internal Vectored(int items, int factors, int bias, int users, bool same = false)
    {
        _factors = factors;
        _users = LatentFactors.Normal(users, factors, ((Seed)1).Derive("users"), 1);
        _items = same ? [.. Enumerable.Repeat(0.25f, items * factors)] : LatentFactors.Normal(items, factors, ((Seed)1).Derive("items"), 1);
        if (bias > 0) ItemBiases = LatentFactors.Normal(items, 1, ((Seed)1).Derive("biases"), 2);
        var ids = Enumerable.Range(0, items).Select(Vocabulary.Canonical);
        Catalog = new Catalog(new Vocabulary(Enumerable.Range(0, users).Select(Vocabulary.Canonical)), new Vocabulary(ids), new CsrMatrix(items, new int[users + 1], [], []), null);
    }

    public ReadOnlyMemory<float> ItemVectors => _items;

    public float[]? ItemBiases { get; }

    public ITrainer Trainer { get; } = new Als();

    public Catalog Catalog { get; }

    public bool TryVector(Query query, Span<float> vector)
    {
        if (query.User < 0) return false;
        _users.AsSpan(query.User * _factors, _factors).CopyTo(vector);
        return true;
    }

    public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores) =>
        IInnerProduct.Score(_users.AsSpan(query.User * _factors, _factors), _items, ItemBiases, items, scores);

    public void Export(Weights weights) => throw new NotSupportedException();
}
