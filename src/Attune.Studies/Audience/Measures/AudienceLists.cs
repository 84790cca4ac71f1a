namespace Attune.Studies;

/// <summary>Makes the list of every test user of the groups, from the whole catalog of the model, and measures it.</summary>
static class AudienceLists
{
    /// <summary>The users whose lists are measured: of a group, known to the model, with something held out.</summary>
    internal static AudienceTable Of(IRecommender model, AudienceData data, IReranker? rerank, FitContext context)
    {
        var (table, k) = (new AudienceTable(data.Train.Users.Count), data.Spec.Cut);
        // Where a group alone was trained on, the model's numbers are not those of the training part.
        var users = data.Train.Users.MapFrom(model.Catalog.Users);
        var items = data.Train.Items.MapFrom(model.Catalog.Items);
        var asked = Enumerable.Range(0, users.Length).Where(u => users[u] is >= 0 and var known && data.Groups.Of[known] >= 0 && data.Relevant[known].Count > 0);
        foreach (var (user, list) in TopN.ForAll(model, asked, k, Seen.Exclude, null, context, rerank))
            Measure(table, data, users[user], [.. list.Items.Select(i => items[i.Item])]);
        return table;
    }

    internal static void Measure(AudienceTable table, AudienceData data, int user, ReadOnlySpan<int> list)
    {
        var (k, relevant) = (data.Spec.Cut, data.Relevant[user]);
        var (gain, ideal, sum, first, hits) = (0.0, 0.0, 0.0, 0, 0);
        for (var i = 0; i < list.Length; i++)
        {
            if (!relevant.Contains(list[i])) continue;
            if (hits == 0) first = i + 1;
            gain += 1 / Math.Log2(i + 2);
            sum += ++hits / (i + 1.0);
        }
        for (var i = 0; i < Math.Min(k, relevant.Count); i++) ideal += 1 / Math.Log2(i + 2);
        table.Set(AudienceMeasure.Ndcg(k), user, gain / ideal);
        table.Set(AudienceMeasure.Mrr(k), user, first == 0 ? 0 : 1.0 / first);
        table.Set(AudienceMeasure.Map(k), user, sum / relevant.Count);
        table.Set(AudienceMeasure.MapOfListed(k), user, hits == 0 ? 0 : sum / hits);
        Popularity(table, data, user, list);
        if (data.Labels is not null) Labels(table, data, user, list);
    }

    static void Popularity(AudienceTable table, AudienceData data, int user, ReadOnlySpan<int> list)
    {
        var (k, listed, had) = (data.Spec.Cut, AudienceData.Mean(list, data.Popularity), data.ProfilePopularity[user]);
        table.Set(AudienceMeasure.Popularity(k), user, listed);
        table.Set(AudienceMeasure.OwnPopularity(k), user, AudienceData.Mean(list, data.OwnPopularity(data.Groups.Of[user])));
        table.Set(AudienceMeasure.Lift(k), user, had > 0 ? (listed - had) / had : double.NaN);
    }

    static void Labels(AudienceTable table, AudienceData data, int user, ReadOnlySpan<int> list)
    {
        var (k, shares, profile) = (data.Spec.Cut, data.Labels!.Shares(list), data.Profiles[user]);
        var defined = !UserProfiles.IsEmpty(profile) && !UserProfiles.IsEmpty(shares);
        table.Set(AudienceMeasure.Miscalibration(k), user, defined ? UserProfiles.Divergence(profile, shares) : double.NaN);
        for (var g = 0; g < data.Groups.Names.Count; g++)
            table.Set(AudienceMeasure.From(data.Groups.Names[g], k), user, defined ? UserProfiles.Divergence(shares, data.GroupProfiles[g]) : double.NaN);
    }
}
