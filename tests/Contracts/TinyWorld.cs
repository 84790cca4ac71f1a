namespace Attune.Tests;

/// <summary>Small worlds with known answers.</summary>
static class TinyWorld
{
    /// <summary>
    /// The checkerboard: even users like even items, odd users odd ones, and the pair (u, u) is withheld; so the one best new item for user u is
    /// item u, for any personal model. Times rise with the item.
    /// </summary>
    internal static Dataset Checkerboard(int size = 50)
    {
        var builder = new DatasetBuilder { Name = "checkerboard" };
        for (var u = 0; u < size; u++)
            for (var i = u % 2; i < size; i += 2)
                if (i != u) builder.Add(new Interaction(Vocabulary.Canonical(u), Vocabulary.Canonical(i)) { Time = DateTimeOffset.UnixEpoch.AddDays(i) });
        return builder.Build();
    }

    /// <summary>Three users, four items, five events.</summary>
    internal static Dataset Handful() => new DatasetBuilder { Name = "handful" }
        .Add(new("ann", "tea")).Add(new("ann", "jam")).Add(new("bob", "tea")).Add(new("bob", "bread")).Add(new("cid", "butter")).Build();
}
