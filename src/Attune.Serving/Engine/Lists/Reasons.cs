namespace Attune.Serving;

/// <summary>Puts a list into the form of an answer, with its reasons where they are asked for.</summary>
static class Reasons
{
    // Explaining costs about as much as ranking: so many places get the items that speak for them, and each so many.
    const int Explained = 20, Spoken = 5;

    /// <summary>The places from the request's offset on.</summary>
    internal static RecommendedItem[] Of(IReadOnlyList<Places.Place> taken, RecommendationRequest request, ServedModel? model, Query? query)
    {
        var items = new RecommendedItem[Math.Max(0, taken.Count - request.Offset)];
        var source = request.Explain && query is not null ? model?.Model.SourceOf(query) : null;
        for (var i = 0; i < items.Length; i++)
        {
            var place = taken[request.Offset + i];
            items[i] = new RecommendedItem(place.Item.Id, place.Score, request.Explain ? For(place, i < Explained) : null);
        }
        return items;

        ItemReasons For(Places.Place place, bool speaks)
        {
            if (model is null || place.ModelIndex < 0) return new ItemReasons(place.Recommender, null, []);
            if (place.Recommender != Recommenders.Model) return new ItemReasons(place.Recommender, model.Version, []);
            return new ItemReasons(source!, model.Version, speaks ? Because(model, query!, place.ModelIndex) : []);
        }
    }

    static ContributingItem[] Because(ServedModel model, Query query, int item) =>
        [.. model.Model.Explain(query, item).Contributions.Where(c => c.Value > 0).Take(Spoken).Select(c => new ContributingItem(c.Id, c.Value))];
}
