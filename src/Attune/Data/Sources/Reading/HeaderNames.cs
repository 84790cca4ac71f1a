namespace Attune;

/// <summary>The names by which columns of known meaning go in the wild. Case, blanks, '_', '-' and '.' do not matter.</summary>
static class HeaderNames
{
    static readonly Dictionary<ColumnRole, string[]> s_names = new()
    {
        [ColumnRole.User] = ["user", "userid", "uid", "customer", "customerid", "visitor", "visitorid", "member", "memberid", "reviewer", "reviewerid", "session", "sessionid"],
        [ColumnRole.Item] = ["item", "itemid", "iid", "product", "productid", "movie", "movieid", "article", "articleid", "book", "bookid", "isbn", "track", "trackid", "song", "songid",
            "artist", "artistid", "anime", "animeid", "sku", "stockcode", "asin", "parentasin", "business", "businessid"],
        [ColumnRole.Rating] = ["rating", "stars", "score", "overall"],
        [ColumnRole.Value] = ["value", "quantity", "qty", "count", "cnt", "plays", "playcount"],
        [ColumnRole.Time] = ["time", "timestamp", "date", "datetime", "ts", "eventtime", "unixreviewtime", "createdat", "invoicedate"],
        [ColumnRole.Kind] = ["kind", "event", "eventtype", "type", "action", "behavior", "behaviour", "behaviortype"],
        [ColumnRole.Price] = ["price", "unitprice"],
        [ColumnRole.Slot] = ["slot", "position", "rank"],
        [ColumnRole.Request] = ["request", "requestid", "basket", "basketid", "order", "orderid", "invoice", "invoiceid", "invoiceno"],
        [ColumnRole.Context] = ["context"],
    };

    static readonly Dictionary<string, ColumnRole> s_roles = s_names.SelectMany(n => n.Value.Select(name => (name, n.Key))).ToDictionary(n => n.name, n => n.Key);

    /// <summary>The role that a name suggests, or null.</summary>
    internal static ColumnRole? RoleOf(string name) => s_roles.TryGetValue(Plain(name), out var role) ? role : null;

    /// <summary>The column that best suits a role, or −1: of several the one whose name comes first in the list above.</summary>
    internal static int Find(ColumnRole role, IReadOnlyList<string> header)
    {
        var plain = header.Select(Plain).ToList();
        return s_names[role].Select(name => plain.IndexOf(name)).FirstOrDefault(i => i >= 0, -1);
    }

    /// <summary>Whether a feature of this name is what people call the thing.</summary>
    internal static bool IsTitle(string name) => Plain(name) is "title" or "name" or "movietitle" or "itemtitle" or "itemname" or "producttitle" or "productname" or "booktitle" or "trackname";

    internal static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
