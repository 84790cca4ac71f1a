namespace Attune.Cli;

/// <summary>One place of a list, as it is shown.</summary>
sealed record Place(int Rank, string Item, string? Title, float Score, IReadOnlyList<Reason>? Reasons)
{
    internal static Place Of(IRecommender model, RankedItem place, int rank, Explanation? why, int reasons) =>
        new(rank, model.Catalog.Items[place.Item], model.Catalog.ItemFeatures?.Title(place.Item), place.Score, why is null ? null : [.. Reason.Of(why).Take(reasons)]);

    internal static Table Table(IReadOnlyList<Place> places)
    {
        var (titled, explained) = (places.Any(p => p.Title is not null), places.Any(p => p.Reasons is not null));
        return new Table([new("rank", ValueFormat.Count), "item", .. titled ? ["title"] : Array.Empty<Column>(), new("score", ValueFormat.Number), .. explained ? ["because of"] : Array.Empty<Column>()],
            places.Select(p => (IReadOnlyList<Cell>)[p.Rank, p.Item, .. titled ? [p.Title ?? ""] : Array.Empty<Cell>(), p.Score, .. explained ? [Because(p)] : Array.Empty<Cell>()]));
    }

    static string Because(Place place) => string.Join(", ", (place.Reasons ?? []).Select(r => r.Title ?? r.Item));
}
