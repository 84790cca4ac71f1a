namespace Attune;

/// <summary>What one item of the history adds to a score.</summary>
/// <param name="Item">Dense index of the history item.</param>
/// <param name="Id">Its id.</param>
/// <param name="Title">What people call it, where the catalog knows.</param>
/// <param name="Value">Its part of the score; negative where it speaks against.</param>
public readonly record struct Contribution(int Item, string Id, string? Title, float Value);
