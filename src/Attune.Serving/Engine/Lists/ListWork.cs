namespace Attune.Serving;

/// <summary>Makes one list: promoted items first, then each recommender of the placement fills what those before it left.</summary>
/// <param name="space">The space.</param>
/// <param name="model">The model that the request took; null where there is none.</param>
/// <param name="placement">The placement.</param>
/// <param name="request">The request, checked.</param>
/// <param name="known">What is known of whom the list is for.</param>
/// <param name="rules">What may be listed.</param>
/// <param name="query">The query for the model; null where there is none.</param>
sealed class ListWork(ServedSpace space, ServedModel? model, Placement placement, RecommendationRequest request, Preferences known, ListRules rules, Query? query)
{
    // Variety is sought among so many of the best; and the newest items of a history say what a list is to be like.
    const int Pool = 100, LargestPool = 200, Seeds = 10, MostCandidates = 5000;

    readonly double _diversity = request.Diversity > 0 ? request.Diversity : placement.Diversity;
    readonly Places _places = new(request.Offset + request.Count, request.CategoryCap ?? placement.CategoryCap);

    /// <summary>The list in the making, best first.</summary>
    internal IReadOnlyList<Places.Place> Taken => _places.Taken;

    /// <summary>The first member of the chain, after its head, that listed anything.</summary>
    internal string? Fallback { get; private set; }

    /// <summary>The count of changes of popularity when it was asked what is popular: the list may be another after an event of anybody. −1 where it was not asked.</summary>
    internal long PopularAt { get; private set; } = -1;

    /// <summary>Fills the list.</summary>
    internal async ValueTask FillAsync(CancellationToken cancellation)
    {
        foreach (var id in request.Promote)
            if (space.Items.Of(id) is { } item && rules.Allow(item)) _places.Add(item, 0, Recommenders.Promoted);
        for (var r = 0; r < placement.Recommenders.Count && _places.Free > 0; r++)
        {
            var before = _places.Taken.Count;
            if (placement.Recommenders[r] == Recommenders.Popular)
            {
                await space.CountFewAsync(cancellation).ConfigureAwait(false);
                PopularAt = space.StampFor(null).Popular;
            }
            FillBy(placement.Recommenders[r]);
            if (r > 0 && _places.Taken.Count > before) Fallback ??= placement.Recommenders[r];
        }
    }

    void FillBy(string recommender)
    {
        switch (recommender)
        {
            case Recommenders.Model when model is not null: FillByModel(recommender, n => model.Rank(query!, n, rules)); break;
            case Recommenders.Similar when model is not null && SeedItems() is { Count: > 0 } seeds: FillByModel(recommender, n => model.Likeness.Similar(seeds, n, rules)); break;
            case Recommenders.Popular: FillInOrder(recommender, space.Popular.Ranked); break;
            case Recommenders.Latest: FillInOrder(recommender, space.Items.Latest); break;
        }
    }

    // Items that a cap keeps out leave places free: then more candidates are asked for.
    void FillByModel(string recommender, Func<int, RankedItem[]> rank)
    {
        for (var n = _diversity > 0 ? Math.Max(_places.Free, LargestPool) : _places.Free + _places.Taken.Count; ; n *= 8)
        {
            var ranked = rank(n);
            foreach (var position in InOrder(ranked))
                if (model!.EntryOf(ranked[position].Item) is { } item) _places.Add(item, ranked[position].Score, recommender, ranked[position].Item);
            if (_places.Free == 0 || ranked.Length < n || n >= MostCandidates) return;
        }
    }

    IEnumerable<int> InOrder(RankedItem[] ranked)
    {
        var pool = _diversity > 0 ? Math.Min(ranked.Length, Math.Clamp(2 * _places.Free, Pool, LargestPool)) : 0;
        var order = new int[pool];
        if (pool > 0) model!.Likeness.Vary(ranked.AsSpan(0, pool), _diversity, order);
        return order.Concat(Enumerable.Range(pool, ranked.Length - pool));
    }

    void FillInOrder(string recommender, RankedItems ranked)
    {
        if (rules.Among is { Count: < 1000 } among) FillAmong(recommender, ranked, among);
        else
            for (var walk = ranked.InOrder(); _places.Free > 0 && walk.Next(out var slot, out var score);)
                if (space.Items[slot] is { } item && rules.Allow(item)) _places.Add(item, score, recommender);
    }

    void FillAmong(string recommender, RankedItems ranked, IReadOnlyList<ItemEntry> among)
    {
        foreach (var (item, score) in ranked.Of(among.Where(rules.Allow))) _places.Add(item, score, recommender);
    }

    List<ItemEntry> SeedItems()
    {
        var ids = request.Items ?? [.. known.Wanted.Where(w => w.Weight > 0).Select(w => w.Item).Reverse().Distinct(StringComparer.Ordinal).Take(Seeds)];
        return [.. ids.Select(space.Items.Of).OfType<ItemEntry>()];
    }
}
