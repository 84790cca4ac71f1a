namespace Attune.Serving;

/// <summary>What a message of the feed may hold: the limits of <see cref="ApiOptions"/>, so that an event is taken or refused whichever way it comes.</summary>
/// <param name="LargestBody">Bytes of a message.</param>
/// <param name="LongestId">Characters of an id.</param>
/// <param name="DeepestLabels">Levels of labels.</param>
sealed record FeedLimits(long LargestBody, int LongestId, int DeepestLabels)
{
    internal static FeedLimits Of(ApiOptions options) => new(options.LargestBody, options.LongestId, options.DeepestLabels);

    /// <summary>The limits that a server has unless it is told otherwise.</summary>
    internal static FeedLimits Default { get; } = Of(new ApiOptions());

    /// <exception cref="DataException">The event may not be taken; <paramref name="position"/> is its place in the message.</exception>
    internal void Check(StoredEvent e, int position)
    {
        CheckLength(e.Type, "type", position);
        CheckLength(e.User, "user", position);
        CheckLength(e.Item, "item", position);
        try
        {
            StoredLimits.Check(e);
        }
        catch (ArgumentException wrong)
        {
            throw new DataException($"Event {position}: {wrong.Message}", wrong);
        }
    }

    /// <summary>An error that names the event, counted from 0.</summary>
    internal static DataException Wrong(int position, string what) => new($"Event {position}: {what}.");

    void CheckLength(string? id, string name, int position)
    {
        if (string.IsNullOrEmpty(id)) throw Wrong(position, $"{name} is missing or empty; it must have 1 to {LongestId} characters");
        if (id.Length > LongestId) throw Wrong(position, $"{name} has {id.Length} characters; it must have 1 to {LongestId}");
    }
}
