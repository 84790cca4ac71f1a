namespace Attune.Tests;

/// <summary>Small worlds with known answers.</summary>
static class TinyWorld
{
    /// <summary>
    /// The checkerboard: even users like even items, odd users odd ones, and the pair (u, u) is withheld; so the one best new item for user u is
    /// item u, for any personal model. Times rise with the item.
    /// </summary>
    internal static Dataset Checkerboard(int size = 50) => new DatasetBuilder { Name = "checkerboard" }.AddRange(CheckerboardEvents(size)).Build();

    /// <inheritdoc cref="Checkerboard"/>
    internal static IEnumerable<Interaction> CheckerboardEvents(int size = 50) =>
        from u in Enumerable.Range(0, size)
        from i in Enumerable.Range(0, size)
        where u % 2 == i % 2 && i != u
        select Event(u, i, null);

    /// <summary>
    /// The checkerboard of ratings, for an even size: 5 for items of the user's own parity, 1 for the others; the pairs (u, u) and (u, u − 1) are
    /// withheld, so of the two new items of user u the item u is the better one, for any personal model; ties go to the wrong one.
    /// </summary>
    internal static IEnumerable<Interaction> RatedCheckerboardEvents(int size = 50) =>
        from u in Enumerable.Range(0, size)
        from i in Enumerable.Range(0, size)
        where i != u && i != (u + size - 1) % size
        select Event(u, i, u % 2 == i % 2 ? 5 : 1);

    /// <summary>Three users, four items, five events.</summary>
    internal static Dataset Handful() => new DatasetBuilder { Name = "handful" }
        .Add(new("ann", "tea")).Add(new("ann", "jam")).Add(new("bob", "tea")).Add(new("bob", "bread")).Add(new("cid", "butter")).Build();

    static Interaction Event(int user, int item, float? value) =>
        new(Vocabulary.Canonical(user), Vocabulary.Canonical(item)) { Time = DateTimeOffset.UnixEpoch.AddDays(item), Value = value };
}
