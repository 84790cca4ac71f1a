namespace Attune;

/// <summary>The fields of one event as text; empty where the source has none.</summary>
ref struct EventFields
{
    internal ReadOnlySpan<char> User, Item, Rating, Value, Time, Kind, Price, Slot, Request, Context;

    internal void Set(ColumnRole role, ReadOnlySpan<char> text)
    {
        switch (role)
        {
            case ColumnRole.User: User = text; break;
            case ColumnRole.Item: Item = text; break;
            case ColumnRole.Rating: Rating = text; break;
            case ColumnRole.Value: Value = text; break;
            case ColumnRole.Time: Time = text; break;
            case ColumnRole.Kind: Kind = text; break;
            case ColumnRole.Price: Price = text; break;
            case ColumnRole.Slot: Slot = text; break;
            case ColumnRole.Request: Request = text; break;
            default: Context = text; break;
        }
    }
}
