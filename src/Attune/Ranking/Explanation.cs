namespace Attune;

/// <summary>Why an item stands where it stands: how much of its score comes from each item of the history.</summary>
/// <param name="Item">Dense index of the explained item; −1 where it is unknown.</param>
/// <param name="Id">Its id, or "" where it is unknown.</param>
/// <param name="Title">What people call it, where the catalog knows.</param>
/// <param name="Score">Its score for the query; NaN where the model cannot say.</param>
/// <param name="Source">The model that answered.</param>
/// <param name="Method">
/// "own": the model knows the parts of its score. "leave-one-out": each history item's part is the score minus the score without that item (parts
/// need not add up to the score). "none": the score does not come from the history, and there are no contributions.
/// </param>
/// <param name="Contributions">One for each distinct item of the history, the largest first.</param>
public sealed record Explanation(int Item, string Id, string? Title, float Score, string Source, string Method, IReadOnlyList<Contribution> Contributions);
