namespace Attune;

/// <summary>Whom or what a field of click rows describes: where a model that ranks candidates finds its value.</summary>
public enum ClickFieldRole
{
    /// <summary>The circumstances: read from <see cref="Query.Context"/> by the field's name.</summary>
    Context,

    /// <summary>The user's id; groups the rows of a user for <c>gauc</c>.</summary>
    UserId,

    /// <summary>A feature of the user.</summary>
    User,

    /// <summary>The item's id.</summary>
    ItemId,

    /// <summary>A feature of the item.</summary>
    Item,
}
