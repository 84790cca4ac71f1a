namespace Attune;

/// <summary>
/// Writes the places of a new list: <paramref name="order"/>[i] is the position, among the candidates, of the item that gets place i; none twice. The
/// first places must not depend on how many are asked for.
/// </summary>
/// <param name="query">For whom.</param>
/// <param name="items">The candidates in the model's order, best first.</param>
/// <param name="scores">Their scores by the model, falling.</param>
/// <param name="order">Room for as many places as are asked for, at most as many as candidates.</param>
public delegate void Reorder(Query query, ReadOnlySpan<int> items, ReadOnlySpan<float> scores, Span<int> order);
