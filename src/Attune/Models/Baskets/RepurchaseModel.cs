namespace Attune;

/// <summary>
/// Fitted models that score what a user had bought before the day asked for; everything else scores below all that was bought. A user who had bought nothing by then is nobody, of whom they cannot say.
/// </summary>
static class RepurchaseModel
{
    /// <summary>Scores the items of a history, in the order of <see cref="PurchaseHistory.Items"/>: finite, and above what any other item scores.</summary>
    internal delegate void Bought(PurchaseHistory history, Span<float> scores);

    /// <summary>Makes one.</summary>
    /// <param name="trainer">Its options.</param>
    /// <param name="catalog">What it knows, with times.</param>
    /// <param name="bought">Scores what was bought.</param>
    /// <param name="otherwise">What an item scores that was not; null = 0.</param>
    /// <param name="export">Hands over what was learned; null = nothing was.</param>
    internal static IRecommender Of(ITrainer trainer, Catalog catalog, Bought bought, Func<int, float>? otherwise = null, Action<Weights>? export = null) => new Model(trainer, catalog, bought, otherwise, export);

    /// <summary>The catalog of data with times; without them there are no days to count.</summary>
    internal static Catalog CatalogOf(Dataset data, ITrainer trainer) => data.HasTimes ? Catalog.OfTimedSequences(data)
        : throw new DataException($"{data.Name} has no times, which {Options.NameOf(trainer.GetType())} needs: it counts days. Name a time column (--columns …,time=3), or take markov, which reads order alone.");

    sealed class Model(ITrainer trainer, Catalog catalog, Bought scoreBought, Func<int, float>? otherwise, Action<Weights>? export) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public Seen DefaultSeen => Seen.Only;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var history = catalog.PurchasesOf(query);
            var count = history.Items.Count;
            if (count == 0)
            {
                scores.Fill(float.NaN);
                return;
            }
            var (bought, own) = (new int[count], new float[count]);
            for (var p = 0; p < count; p++) bought[p] = history.Items[p];
            scoreBought(history, own);
            Array.Sort(bought, own);
            for (var i = 0; i < items.Length; i++)
                scores[i] = (uint)items[i] >= (uint)catalog.Items.Count ? float.NaN : Array.BinarySearch(bought, items[i]) is >= 0 and var at ? own[at] : otherwise?.Invoke(items[i]) ?? 0;
        }

        public void Export(Weights weights) => export?.Invoke(weights);
    }
}
