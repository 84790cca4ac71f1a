namespace Attune;

/// <summary>One place of a list in the words of the shop.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Title">What people call it, where the catalog knows.</param>
/// <param name="Score">The model's score; higher is better.</param>
/// <param name="Source">The model that made the list: the fallback that answered, where the asked model could not.</param>
public readonly record struct Recommended(string Id, string? Title, float Score, string Source);
