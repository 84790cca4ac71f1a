namespace Attune;

/// <summary>
/// A fitted model that scores what a user had bought before the day asked for: everything else scores <see cref="Else"/>, below all that was bought. A user who had bought nothing by then is nobody, of whom it cannot say.
/// </summary>
abstract class RepurchaseModel(ITrainer trainer, Catalog catalog) : IRecommender
{
    public ITrainer Trainer => trainer;

    public Catalog Catalog => catalog;

    public Seen DefaultSeen => Seen.Only;

    /// <summary>What an item scores that the user has never bought; 0, where no model says otherwise.</summary>
    protected virtual float Else(int item) => 0;

    /// <summary>Scores the items of a history, in the order of <see cref="PurchaseHistory.Items"/>; finite and above all that <see cref="Else"/> gives.</summary>
    protected abstract void ScoreBought(PurchaseHistory history, Span<float> scores);

    public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
    {
        var history = catalog.PurchasesOf(query);
        var count = history.Items.Count;
        if (count == 0)
        {
            scores.Fill(float.NaN);
            return;
        }
        var own = new float[count];
        ScoreBought(history, own);
        var bought = new int[count];
        for (var p = 0; p < count; p++) bought[p] = history.Items[p];
        Array.Sort(bought, own);
        for (var i = 0; i < items.Length; i++)
            scores[i] = (uint)items[i] >= (uint)catalog.Items.Count ? float.NaN : Array.BinarySearch(bought, items[i]) is >= 0 and var at ? own[at] : Else(items[i]);
    }

    public abstract void Export(Weights weights);

    /// <summary>The catalog of data with times; without them there are no days to count.</summary>
    internal static Catalog CatalogOf(Dataset data, ITrainer trainer) => data.HasTimes ? Catalog.OfTimedSequences(data)
        : throw new DataException($"{data.Name} has no times, which {Options.NameOf(trainer.GetType())} needs: it counts days. Name a time column (--columns …,time=3), or take markov, which reads order alone.");
}
