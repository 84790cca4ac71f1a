namespace Attune;

/// <summary>One place of a list.</summary>
/// <param name="Item">Dense index in the model's catalog.</param>
/// <param name="Score">The model's score; higher is better.</param>
public readonly record struct RankedItem(int Item, float Score);
