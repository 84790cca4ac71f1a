using System.Globalization;

namespace Attune.Serving;

/// <summary>Reads what a store holds of one space as a data set. Memory holds the data set's columns and one page of rows.</summary>
static class StoredData
{
    const int Page = 1000;

    // A data set knows 256 kinds; a sender with words of its own for every event must not end all training.
    const int MostKinds = 200;

    /// <summary>
    /// All events with numbers up to one that say more than that an item was seen (<see cref="FeedbackOptions.ReadTypes"/>), and the items' titles (comments),
    /// categories and labels as features. An event's value of 0 means that nobody said.
    /// </summary>
    /// <param name="store">The space.</param>
    /// <param name="feedback">What events mean: types that are left out, and weights.</param>
    /// <param name="upTo">The last number; <see cref="long.MaxValue"/> for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataException">There are no such events.</exception>
    internal static Task<Dataset> ReadAsync(IStore store, FeedbackOptions feedback, long upTo, CancellationToken cancellation) => ReadAsync(store, feedback, upTo, _ => { }, cancellation);

    /// <inheritdoc cref="ReadAsync(IStore, FeedbackOptions, long, CancellationToken)"/>
    /// <param name="store">The space.</param>
    /// <param name="feedback">What events mean: types that are left out, and weights.</param>
    /// <param name="upTo">The last number; <see cref="long.MaxValue"/> for all.</param>
    /// <param name="note">Hears in a sentence what was left out or changed.</param>
    /// <param name="cancellation">Ends the reading.</param>
    internal static async Task<Dataset> ReadAsync(IStore store, FeedbackOptions feedback, long upTo, Action<string> note, CancellationToken cancellation)
    {
        var data = new DatasetBuilder { Name = store.Space, Weights = new EventWeights { Kinds = new Dictionary<string, float>(feedback.Weights, StringComparer.Ordinal) } };
        var seen = await AddEventsAsync(data, store, feedback, upTo, note, cancellation).ConfigureAwait(false);
        if (data.Count == 0)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The space '{store.Space}' has no events that speak for a preference{(seen > 0 ? $" ({seen:N0} only say that an item was seen)" : "")}; there is nothing to train on. Send events first."));
        await AddItemsAsync(data, store, note, cancellation).ConfigureAwait(false);
        return data.Build();
    }

    static async Task<long> AddEventsAsync(DatasetBuilder data, IStore store, FeedbackOptions feedback, long upTo, Action<string> note, CancellationToken cancellation)
    {
        var seenOnly = feedback.ReadTypes.ToHashSet(StringComparer.Ordinal);
        var kinds = feedback.Weights.Keys.ToHashSet(StringComparer.Ordinal);
        var (seen, renamed, infinite) = (0L, 0L, 0L);
        await foreach (var e in store.ReadEventsAsync(upTo, cancellation: cancellation).ConfigureAwait(false))
        {
            if (seenOnly.Contains(e.Type))
            {
                seen++;
                continue;
            }
            var kind = kinds.Contains(e.Type) || (kinds.Count < MostKinds && kinds.Add(e.Type)) ? e.Type : EventKind.Interaction;
            if (kind != e.Type) renamed++;
            var value = (float)e.Value;
            if (!float.IsFinite(value)) infinite++;
            data.Add(new Interaction(e.User, e.Item) { Kind = kind, Time = e.Time, Request = e.RequestId, Value = value == 0 || !float.IsFinite(value) ? null : value });
        }
        Say(note, renamed, $"events are of types beyond the first {MostKinds}, and count as '{EventKind.Interaction}'");
        Say(note, infinite, "events have a value beyond what a 32-bit number holds, and count as if nobody had said one");
        return seen;
    }

    static async Task AddItemsAsync(DatasetBuilder data, IStore store, Action<string> note, CancellationToken cancellation)
    {
        var columns = new LabelColumns();
        string? after = null;
        do
        {
            var page = await store.ItemsAsync(after, Page, null, cancellation).ConfigureAwait(false);
            foreach (var item in page.Rows)
            {
                columns.Add(item.Id, "title", item.Comment, FeatureKind.Text);
                columns.Add(item.Id, "categories", string.Join('|', item.Categories.Select(LabelColumns.Token)), FeatureKind.Tokens);
                columns.Add(item.Id, item.Labels);
            }
            after = page.Next;
        }
        while (after is not null);
        columns.AddTo(data);
        Say(note, columns.Unreadable, "items have labels with text that is no Unicode; those after it were left out");
        Say(note, columns.Formless, "values of labels are lists of numbers or objects, which are no feature, and were left out");
        Say(note, columns.Rare, $"labels that few items have were left out: {LabelColumns.Most} are read");
    }

    static void Say(Action<string> note, long count, string what)
    {
        if (count > 0) note(string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}."));
    }
}
