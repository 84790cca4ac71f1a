using System.Text.Json;

namespace Attune.Serving;

/// <summary>What may be stored: checked here, once, for every kind of store.</summary>
static class StoredLimits
{
    /// <summary>The longest id and type, in characters.</summary>
    internal const int LongestId = 256;

    /// <summary>The longest comment and the longest labels, in characters.</summary>
    internal const int LongestText = 1 << 20;

    /// <summary>A name of a space.</summary>
    internal static string Space(string space) => space is { Length: >= 1 and <= 32 } && space.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
        ? space
        : throw new ArgumentException($"A space is named by 1 to 32 of a–z, 0–9 and '-'; '{Shown(space)}' is not.", nameof(space));

    internal static StoredUser Check(StoredUser user)
    {
        Id(user.Id, "user id");
        Labels(user.Labels, "user", user.Id);
        Text(user.Comment, "comment of user", user.Id);
        return user;
    }

    internal static StoredItem Check(StoredItem item)
    {
        Id(item.Id, "item id");
        Labels(item.Labels, "item", item.Id);
        Text(item.Comment, "comment of item", item.Id);
        foreach (var category in item.Categories) Id(category, "category");
        return item;
    }

    internal static StoredEvent Check(StoredEvent e)
    {
        Id(e.Type, "event type");
        Id(e.User, "user id");
        Id(e.Item, "item id");
        if (e.EventId is { } id) Id(id, "event id");
        if (e.RequestId is { } request) Id(request, "request id");
        if (!double.IsFinite(e.Value)) throw new ArgumentException($"The value of an event must be a finite number; that of '{e.Type}' of user '{e.User}' is {e.Value}.");
        Labels(e.Labels, "event of user", e.User);
        Text(e.Comment, "comment of an event of user", e.User);
        return e;
    }

    /// <summary>A number of rows to read.</summary>
    internal static int Count(int count) => count >= 1 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "At least one row must be asked for.");

    /// <summary>A filter that says something.</summary>
    internal static EventFilter Some(EventFilter filter) => filter != default
        ? filter
        : throw new ArgumentException("A filter without type, user and item would delete every event; use PurgeAsync for that.", nameof(filter));

    /// <summary>Text that can be stored: what cannot is a question mark instead.</summary>
    internal static string Clean(string text) => IsStorable(text) ? text : string.Concat(text.Select(c => c == '\0' || char.IsSurrogate(c) ? '?' : c));

    /// <summary>Whether a database can hold the text.</summary>
    internal static bool IsStorable(string text) => !text.Contains('\0', StringComparison.Ordinal) && IsWellFormed(text);

    /// <summary>Whether anything can be stored under the id.</summary>
    internal static bool IsId(string id) => id is { Length: >= 1 and <= LongestId } && !id.Any(char.IsControl) && IsWellFormed(id);

    static void Id(string id, string what)
    {
        if (id is not { Length: >= 1 and <= LongestId }) throw new ArgumentException($"A{(what[0] is 'i' or 'e' ? "n" : "")} {what} has 1 to {LongestId} characters; '{Shown(id)}' has {id?.Length ?? 0}.");
        foreach (var c in id)
            if (char.IsControl(c)) throw new ArgumentException($"A{(what[0] is 'i' or 'e' ? "n" : "")} {what} has no control characters; '{Shown(id)}' has U+{(int)c:X4}.");
        if (!IsWellFormed(id)) throw new ArgumentException($"The {what} '{Shown(id)}' holds half of a surrogate pair, which is no character.");
    }

    static void Text(string text, string what, string of)
    {
        if (text.Length > LongestText) throw new ArgumentException($"The {what} '{of}' has {text.Length:N0} characters; at most {LongestText:N0} are kept.");
        if (!IsStorable(text)) throw new ArgumentException($"The {what} '{of}' holds a character that cannot be stored: U+0000 or half of a surrogate pair.");
    }

    static void Labels(string? labels, string what, string of)
    {
        if (labels is null) return;
        Text(labels, $"labels of {what}", of);
        try
        {
            using var _ = JsonDocument.Parse(labels);
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"The labels of {what} '{of}' are no JSON: {error.Message}", error);
        }
    }

    static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }

    // What is shown of an id that may be anything: short, and without what a log or terminal would act on.
    static string Shown(string? id) => id is null ? "" : string.Concat(id.Take(40).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)) + (id.Length > 40 ? "…" : "");
}
