namespace Attune;

/// <summary>The part that a column plays in an event.</summary>
enum ColumnRole
{
    User,
    Item,
    Rating,
    Value,
    Time,
    Kind,
    Price,
    Slot,
    Request,
    Context,
}
