namespace Attune;

/// <summary>The fields that a data set has: its ids, the features of users and items, the circumstances. A feature's name that occurs elsewhere is led by whose it is: <c>item.name</c>.</summary>
sealed record EventFacts(IReadOnlyList<ClickFieldOptions> Fields, IReadOnlyList<FeatureColumn> UserColumns, IReadOnlyList<FeatureColumn> ItemColumns, IReadOnlyList<string> Contexts)
{
    internal IEnumerable<string> Names => Fields.Select(f => f.Name);

    internal static EventFacts Of(Dataset data)
    {
        var (users, items, contexts) = (Usable(data.UserFeatures), Usable(data.ItemFeatures), ContextText.Names(data.Events));
        var names = new List<string> { EventClicks.User, EventClicks.Item, EventClicks.Label, EventClicks.At };
        names.AddRange([.. users.Select(c => c.Name), .. items.Select(c => c.Name), .. contexts]);
        var twice = names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        return new EventFacts(
        [
            new(EventClicks.User) { Role = ClickFieldRole.UserId },
            new(EventClicks.Item) { Role = ClickFieldRole.ItemId },
            .. users.Select(c => Field(c, "user", ClickFieldRole.User)),
            .. items.Select(c => Field(c, "item", ClickFieldRole.Item)),
            .. contexts.Select(c => new ClickFieldOptions(twice.Contains(c) ? $"context.{c}" : c)),
        ], users, items, contexts);

        ClickFieldOptions Field(FeatureColumn column, string whose, ClickFieldRole role) => new(twice.Contains(column.Name) ? $"{whose}.{column.Name}" : column.Name)
        {
            Role = role,
            Kind = column.Kind == FeatureKind.Number ? ClickFieldKind.Numeric : column.Values.Any(v => v?.Contains('|', StringComparison.Ordinal) == true) ? ClickFieldKind.MultiValued : ClickFieldKind.Categorical,
        };
    }

    // A title is another for every item, and so says no more than its id.
    static FeatureColumn[] Usable(FeatureTable? table) => [.. (table?.Columns ?? []).Where(c => c.Kind != FeatureKind.Text)];
}
