namespace Attune.Tests;

/// <summary>A model of given vectors, for tests of ranking in blocks; users whose vector starts with NaN get no answer.</summary>
sealed class VectorTable(Catalog catalog, float[] users, float[] items, float[]? biases) : IInnerProduct
{
    internal int Calls;

    int Width => items.Length / catalog.Items.Count;

    public ITrainer Trainer { get; } = new Options();

    public Catalog Catalog => catalog;

    public ReadOnlyMemory<float> ItemVectors => items;

    public float[]? ItemBiases => biases;

    public bool TryVector(Query query, Span<float> vector)
    {
        if (query.User < 0 || float.IsNaN(users[query.User * Width])) return false;
        users.AsSpan(query.User * Width, Width).CopyTo(vector);
        return true;
    }

    public void Score(Query query, ReadOnlySpan<int> candidates, Span<float> scores)
    {
        Interlocked.Increment(ref Calls);
        var vector = new float[Width];
        if (TryVector(query, vector)) IInnerProduct.Score(vector, items, biases, candidates, scores);
        else scores.Fill(float.NaN);
    }

    public void Export(Weights weights)
    {
    }

    sealed record Options : ITrainer
    {
        public QueryParts Reads => QueryParts.User;

        public IRecommender Fit(Dataset data, FitContext? context = null) => throw new NotSupportedException();

        public IRecommender Restore(Catalog catalog, Weights weights) => throw new NotSupportedException();
    }
}
