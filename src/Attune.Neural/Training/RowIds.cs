namespace Attune.Neural;

/// <summary>What the rows of a table stand for.</summary>
/// <param name="Ids">Of a catalog the ids that they are in order of.</param>
/// <param name="Before">How many rows come before that of the first id.</param>
sealed record RowIds(Func<Catalog, Vocabulary> Ids, int Before = 0)
{
    internal static RowIds Users { get; } = new(c => c.Users);

    internal static RowIds Items { get; } = new(c => c.Items);
}
