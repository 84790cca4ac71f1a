namespace Attune;

/// <summary>What a chunk parser must know of a file: columns, separator, quoting, and what an event is called that has no kind.</summary>
sealed class ChunkPlan
{
    internal const int Unread = -1;

    internal required Columns Columns { get; init; }

    internal required string Separator { get; init; }

    internal required bool Quotes { get; init; }

    /// <summary>What an event is that has neither a kind nor a rating.</summary>
    internal required string Kind { get; init; }

    /// <summary>What each column is read as: a <see cref="ColumnRole"/>, or <see cref="Unread"/>.</summary>
    internal int[] Roles { get; private init; } = [];

    /// <summary>Whether a row is a user, an item, a rating (or value) and perhaps a time, in this order, with one byte between them.</summary>
    internal bool IsPlain => Separator.Length == 1 && Roles is [(int)ColumnRole.User, (int)ColumnRole.Item, (int)ColumnRole.Rating or (int)ColumnRole.Value, .. var rest]
        && (rest is [] or [(int)ColumnRole.Time]);

    internal bool IsRatingRequired => Columns[ColumnRole.Rating] >= 0 && Columns[ColumnRole.Kind] < 0;

    /// <summary>The plan, or null where the file has columns or separators that are left to the careful reader.</summary>
    internal static ChunkPlan? Of(Columns columns, string separator, bool quotes, string kind)
    {
        if (separator is not ("," or ";" or "\t" or "|" or ":" or "::")) return null;
        var roles = new int[columns.Width];
        Array.Fill(roles, Unread);
        foreach (var role in Enum.GetValues<ColumnRole>())
        {
            if (columns[role] is not (>= 0 and var at)) continue;
            if (roles[at] != Unread || role is ColumnRole.Price or ColumnRole.Slot or ColumnRole.Request or ColumnRole.Context) return null;
            roles[at] = (int)role;
        }
        // Where both are there, the value of a row is checked only where it has no rating.
        if (columns[ColumnRole.Rating] >= 0 && columns[ColumnRole.Value] >= 0) return null;
        return new ChunkPlan { Columns = columns, Separator = separator, Quotes = quotes, Kind = kind, Roles = roles };
    }
}
