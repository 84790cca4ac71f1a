namespace Attune;

/// <summary>
/// Which column plays which part, by header name (any case) or by number from 0. Where a map is given only the columns it names are read;
/// user and item may be left out where the header names them.
/// </summary>
public sealed record ColumnMap
{
    /// <summary>The user's id.</summary>
    public string? User { get; init; }

    /// <summary>The item's id.</summary>
    public string? Item { get; init; }

    /// <summary>An explicit rating; a row without a kind becomes an event of kind rating.</summary>
    public string? Rating { get; init; }

    /// <summary>A count or quantity; says nothing of the kind.</summary>
    public string? Value { get; init; }

    /// <summary>Unix seconds (below 1e11), Unix milliseconds or ISO 8601 (UTC where no offset stands).</summary>
    public string? Time { get; init; }

    /// <summary>What happened: view, cart, purchase, return, rating, impression or a word of one's own.</summary>
    public string? Kind { get; init; }

    /// <summary>Price of one piece.</summary>
    public string? Price { get; init; }

    /// <summary>Position on the page, a whole number.</summary>
    public string? Slot { get; init; }

    /// <summary>The request, list, basket or invoice that the event belongs to.</summary>
    public string? Request { get; init; }

    /// <summary>Free text about the circumstances.</summary>
    public string? Context { get; init; }

    internal string? Column(ColumnRole role) => role switch
    {
        ColumnRole.User => User,
        ColumnRole.Item => Item,
        ColumnRole.Rating => Rating,
        ColumnRole.Value => Value,
        ColumnRole.Time => Time,
        ColumnRole.Kind => Kind,
        ColumnRole.Price => Price,
        ColumnRole.Slot => Slot,
        ColumnRole.Request => Request,
        _ => Context,
    };

    /// <summary>Reads the form <c>user=0,item=1,rating=2,time=3</c> or <c>user=buyer,item=sku</c>; <see cref="ToString"/> gives it back.</summary>
    /// <exception cref="DataException">A part is not of the form role=column, names no role, names one twice, or takes one column for user and item.</exception>
    public static ColumnMap Parse(string text)
    {
        var columns = new Dictionary<ColumnRole, string>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, { Length: > 0 } column])
                throw new DataException($"The column mapping '{text}' has the part '{part}', which is not of the form role=column, as in user=0,item=1,rating=2,time=3.");
            if (!char.IsAsciiLetter(name[0]) || !Enum.TryParse<ColumnRole>(name, ignoreCase: true, out var role))
                throw new DataException($"The column mapping '{text}' names '{name}', which is none of {string.Join(", ", Enum.GetNames<ColumnRole>()).ToLowerInvariant()}.");
            if (!columns.TryAdd(role, column)) throw new DataException($"The column mapping '{text}' names {name} twice; once is enough.");
        }
        if (columns.GetValueOrDefault(ColumnRole.User) is { } user && columns.GetValueOrDefault(ColumnRole.Item) == user)
            throw new DataException($"The column mapping '{text}' takes column {user} for the user and for the item; name two columns, as in user=0,item=1.");
        return Of(columns);
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Join(',', Enum.GetValues<ColumnRole>().Where(r => Column(r) is not null).Select(r => $"{r.ToString().ToLowerInvariant()}={Column(r)}"));

    static ColumnMap Of(Dictionary<ColumnRole, string> columns) => new()
    {
        User = columns.GetValueOrDefault(ColumnRole.User),
        Item = columns.GetValueOrDefault(ColumnRole.Item),
        Rating = columns.GetValueOrDefault(ColumnRole.Rating),
        Value = columns.GetValueOrDefault(ColumnRole.Value),
        Time = columns.GetValueOrDefault(ColumnRole.Time),
        Kind = columns.GetValueOrDefault(ColumnRole.Kind),
        Price = columns.GetValueOrDefault(ColumnRole.Price),
        Slot = columns.GetValueOrDefault(ColumnRole.Slot),
        Request = columns.GetValueOrDefault(ColumnRole.Request),
        Context = columns.GetValueOrDefault(ColumnRole.Context),
    };
}
