namespace Attune;

/// <summary>One user's list.</summary>
/// <param name="User">Dense index of the user in the model's catalog.</param>
/// <param name="List">The list, best first.</param>
public readonly record struct UserList(int User, RankedList List);
