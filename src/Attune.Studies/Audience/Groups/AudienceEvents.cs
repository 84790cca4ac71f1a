using System.Globalization;

namespace Attune.Studies;

/// <summary>Events with what is known of their users and items: the attribute of each user, and labels as a feature of the items; who and what is left out before anything else.</summary>
/// <param name="Data">The events.</param>
/// <param name="Values">The value of the attribute by user id.</param>
/// <param name="Notes">What was left out.</param>
sealed record AudienceEvents(Dataset Data, IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Notes)
{
    internal static AudienceEvents Of(Dataset data, StudyData spec, DataFolder folder)
    {
        var (audience, notes) = (spec.Audience!, new List<string>());
        var table = AttributeTable.Read(folder.Find(audience.Users), audience.Key, audience.Column ?? audience.Attribute, audience.Ids);
        var values = data.Users.Ids.Select(id => (Id: id, Value: table.GetValueOrDefault(AttributeTable.Id(id, audience.Ids))?[^1])).Where(v => v.Value is not null).ToDictionary(v => v.Id, v => v.Value!);
        if (values.Count == 0) throw new DataException($"audience: none of the {Count(data.Users.Count)} users of {spec.File} is in {audience.Users}; ids must be the same there{(audience.Ids == AttributeTable.Text ? ", or \"ids\": \"numbers\" where leading zeros do not count" : "")}.");
        if (audience.Taxonomy is { } taxonomy) data = Labelled(data, spec, taxonomy, folder);
        if (audience.Labels is { } labels && data.ItemFeatures?[labels] is null) throw new DataException($"audience: items have no feature '{labels}'; they have {(data.ItemFeatures is { } features ? string.Join(", ", features.Columns.Select(c => c.Name)) : "none: name a file of items (\"items\") or of labels (\"taxonomy\")")}.");
        if (audience.LabelledOnly) data = WithoutUnlabelled(data, audience.Labels!, notes);
        if (audience.Others == StudyAudience.Drop)
        {
            var groups = UserGroups.Parse(audience.Groups, "audience");
            var stays = data.Users.Ids.Select(id => values.TryGetValue(id, out var v) && groups.Any(g => g.Has(v))).ToArray();
            notes.Add($"{Count(stays.Count(s => !s))} of {Count(stays.Length)} users have no {audience.Attribute} within the groups and are left out.");
            data = data.Where(e => stays[data.Events.User[e]]);
        }
        return new AudienceEvents(data, values, notes);
    }

    /// <summary>The same events after filters, without items that are only listed: a list must not be made of what nobody has had.</summary>
    internal AudienceEvents Filtered(IReadOnlyList<string> filters) => this with { Data = Filters.Apply(Data, filters).Where(_ => true, _ => false) };

    static Dataset WithoutUnlabelled(Dataset data, string labels, List<string> notes)
    {
        var had = data.Events.User.Length;
        var column = data.ItemFeatures![labels]!;
        var items = data.Events.Item.Distinct().ToArray();
        var left = data.Where(e => !string.IsNullOrWhiteSpace(column.Values[data.Events.Item[e]]));
        if (left.Count < had) notes.Add($"{Count(items.Count(i => string.IsNullOrWhiteSpace(column.Values[i])))} of {Count(items.Length)} items have no {labels}; they and their {Count(had - left.Count)} of {Count(had)} events are left out.");
        return left;
    }

    static Dataset Labelled(Dataset data, StudyData spec, StudyTaxonomy taxonomy, DataFolder folder)
    {
        var (name, ids) = (spec.Audience!.Labels!, spec.Audience.Ids);
        var labels = AttributeTable.Read(folder.Find(taxonomy.File), taxonomy.Key, taxonomy.Column, ids);
        var via = taxonomy.Via is { } other ? AttributeTable.Read(folder.Find(other.File), other.Key, other.Column, ids) : null;
        IEnumerable<string> Keys(string id) => via is null ? [id] : via.GetValueOrDefault(id) is { } there ? there.Select(k => AttributeTable.Id(k, ids)) : [];
        string? Of(string id)
        {
            string[] found = [.. Keys(AttributeTable.Id(id, ids)).SelectMany(k => labels.GetValueOrDefault(k) ?? []).SelectMany(l => l.Split(['|', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Select(l => taxonomy.Characters is { } n && l.Length > n ? l[..n] : l).Distinct(StringComparer.OrdinalIgnoreCase)];
            return found.Length == 0 ? null : string.Join('|', found);
        }
        var column = new FeatureColumn(name, FeatureKind.Tokens, [.. data.Items.Ids.Select(Of)]);
        if (column.Values.All(v => v is null)) throw new DataException($"audience: none of the items of {spec.File} is in {taxonomy.File}{(taxonomy.Via is null ? "" : $" through {taxonomy.Via.File}")}; ids must be the same there.");
        IEnumerable<FeatureColumn> others = data.ItemFeatures?.Columns.Where(c => !c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? [];
        return new Dataset(data.Name, data.Users, data.Items, data.Events, data.Weights, data.UserFeatures, new FeatureTable(data.Items.Count, [.. others, column]));
    }

    static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
