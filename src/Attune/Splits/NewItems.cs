namespace Attune;

public sealed partial record Split
{
    /// <summary>
    /// Keeps a random share of items out of training, with all of their events: what a shop adds to its range. Only models that read what items are (features, texts) can rank them, and only where
    /// features list them. Rank them among themselves with <see cref="TestCandidates.NewItems"/>. The share is met on average, not exactly; at least one item is new.
    /// </summary>
    /// <param name="data">Data with features of items.</param>
    /// <param name="items">The share of items to keep out of training, above 0 and below 1.</param>
    /// <param name="seed">Another seed, another draw.</param>
    public static Split NewItems(Dataset data, double items = 0.2, int seed = 42)
    {
        CheckShare(items, nameof(items));
        var method = Say($"new-items:{items}");
        var (draws, has) = (Draw.ForItems(data, seed, method), new bool[data.Items.Count]);
        foreach (var item in data.Events.Items) has[item] = true;
        var bound = Draw.Bound([.. draws.Where((_, i) => has[i])], items, method);
        return Where(method, data, e => draws[data.Events.Items[e]] < bound) with { Warnings = [LooksAhead] };
    }
}
