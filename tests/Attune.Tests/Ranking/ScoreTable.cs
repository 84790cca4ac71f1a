namespace Attune.Tests;

/// <summary>A model whose scores stand in a function: for tests of what is written above models.</summary>
sealed class ScoreTable(Catalog catalog, QueryParts reads, Func<Query, int, float> score) : IRecommender
{
    internal int Calls;

    public ITrainer Trainer { get; } = new Options(reads);

    public Catalog Catalog => catalog;

    public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
    {
        Interlocked.Increment(ref Calls);
        for (var i = 0; i < items.Length; i++) scores[i] = (uint)items[i] < (uint)catalog.Items.Count ? score(query, items[i]) : float.NaN;
    }

    public void Export(Weights weights)
    {
    }

    sealed record Options(QueryParts Reads) : ITrainer
    {
        public IRecommender Fit(Dataset data, FitContext? context = null) => throw new NotSupportedException();

        public IRecommender Restore(Catalog catalog, Weights weights) => throw new NotSupportedException();
    }
}
