namespace Attune.Serving;

/// <summary>What is known of whom a list is for: what was seen, and what speaks for what, oldest first.</summary>
/// <param name="Seen">The ids of all items met, whatever was done with them.</param>
/// <param name="Wanted">Items that were wanted, one entry for each event, with its weight, negative where an event takes wanting back, and its time, null where nobody said.</param>
/// <param name="IsCut">Whether there may be older events than were read.</param>
sealed record Preferences(HashSet<string> Seen, IReadOnlyList<(string Item, float Weight, DateTimeOffset? Time)> Wanted, bool IsCut)
{
    internal static Preferences None { get; } = new(new HashSet<string>(StringComparer.Ordinal), [], false);

    // What a client whose clock runs a little ahead sends counts at once.
    static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <summary>By a user's events, oldest first. Those whose time is still to come (a write-back with a delay) say nothing yet.</summary>
    internal static Preferences Of(IReadOnlyList<StoredEvent> events, FeedbackOptions feedback, DateTimeOffset now)
    {
        if (events.Count == 0) return None;
        var (seen, wanted) = (new HashSet<string>(events.Count, StringComparer.Ordinal), new List<(string, float, DateTimeOffset?)>(events.Count));
        foreach (var e in events)
        {
            if (e.Time > now + Ahead) continue;
            seen.Add(e.Item);
            if (WeightOf(e, feedback) is not 0 and var weight) wanted.Add((e.Item, weight, e.Time));
        }
        return new Preferences(seen, wanted, events.Count >= feedback.LongestHistory);
    }

    /// <summary>By the items of a session.</summary>
    internal static Preferences Of(IReadOnlyList<string> items) => new(new HashSet<string>(items, StringComparer.Ordinal), [.. items.Select(i => (i, 1f, (DateTimeOffset?)null))], false);

    /// <summary>How much an event counts; 0 where it only says that the item was seen.</summary>
    internal static float WeightOf(StoredEvent e, FeedbackOptions feedback) =>
        feedback.ReadTypes.Contains(e.Type) ? 0 : feedback.Weights.TryGetValue(e.Type, out var weight) ? weight : 1;

    /// <summary>
    /// The query for a model. Every model gets what was wanted, oldest first: one that reads order with its repeats, others each item once with the sum of its weights.
    /// A user of whom the store knows nothing is nobody to the model either, whatever it was trained on.
    /// </summary>
    internal Query For(IRecommender model, string? user, RecommendationRequest request, DateTimeOffset now)
    {
        var catalog = model.Catalog;
        var (items, weights, times) = (new List<int>(Wanted.Count), new List<float>(Wanted.Count), new List<DateTimeOffset?>(Wanted.Count));
        foreach (var (id, weight, time) in Wanted)
        {
            if (catalog.Items.IndexOf(id) is not (>= 0 and var item)) continue;
            if (catalog.Sequences is null && items.IndexOf(item) is >= 0 and var at) weights[at] += weight;
            else
            {
                items.Add(item);
                weights.Add(weight);
                times.Add(time);
            }
        }
        for (var i = items.Count - 1; i >= 0; i--)
        {
            if (weights[i] > 0) continue;
            items.RemoveAt(i);
            weights.RemoveAt(i);
            times.RemoveAt(i);
        }
        return new Query
        {
            User = user is not null && Seen.Count > 0 ? catalog.Users.IndexOf(user) : -1,
            History = items,
            Weights = weights,
            // For models that read order alone: others have one entry for all events of an item.
            Times = catalog.Sequences is null || times.Contains(null) ? null : [.. times.Select(t => t!.Value)],
            At = request.At ?? now,
            Context = request.Context,
            Text = request.Text,
        };
    }
}
