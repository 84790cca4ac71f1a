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
        CheckId(e.Type, "type", position);
        CheckId(e.User, "user", position);
        CheckId(e.Item, "item", position);
        if (e.EventId is { } id) CheckId(id, "eventId", position);
        if (e.RequestId is { } request) CheckId(request, "requestId", position);
        if (!double.IsFinite(e.Value)) throw Wrong(position, $"value is {e.Value}; it must be a finite number");
        if (e.Comment.Contains('\0', StringComparison.Ordinal)) throw Wrong(position, "comment holds the character U+0000, which no store can keep; leave it out");
        if (e.Labels is { } labels && labels.Contains("\\u0000", StringComparison.Ordinal)) throw Wrong(position, "labels hold the character U+0000, which no store can keep; leave it out");
    }

    /// <summary>An error that names the event, counted from 0.</summary>
    internal static DataException Wrong(int position, string what) => new($"Event {position}: {what}.");

    void CheckId(string? id, string name, int position)
    {
        if (string.IsNullOrEmpty(id)) throw Wrong(position, $"{name} is missing or empty; it must have 1 to {LongestId} characters");
        if (id.Length > LongestId) throw Wrong(position, $"{name} has {id.Length} characters; it must have 1 to {LongestId}");
        foreach (var c in id)
            if (char.IsControl(c)) throw Wrong(position, $"{name} holds the control character U+{(int)c:X4}; ids may not");
    }
}
