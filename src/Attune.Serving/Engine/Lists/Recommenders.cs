namespace Attune.Serving;

/// <summary>The members of a placement's chain by name, and the placements that are there without being configured.</summary>
static class Recommenders
{
    internal const string Model = "model", Similar = "similar", Popular = "popular", Latest = "latest", Promoted = "promoted";

    internal static readonly string[] Names = [Model, Similar, Popular, Latest];

    static readonly Placement[] BuiltIn =
    [
        new() { Name = "home" },
        new() { Name = "buy-again", Seen = Seen.Only },
        new() { Name = "similar", Recommenders = [Similar, Popular, Latest], NeedsItems = true },
        new() { Name = "session", NeedsItems = true },
    ];

    /// <summary>The built-in placements with those configured beside them or in their place.</summary>
    /// <exception cref="ArgumentException">A placement that cannot work.</exception>
    internal static IReadOnlyDictionary<string, Placement> Placements(IEnumerable<Placement> configured)
    {
        var byName = BuiltIn.ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach (var placement in configured)
        {
            Check(placement);
            byName[placement.Name] = placement;
        }
        return byName;
    }

    static void Check(Placement placement)
    {
        if (placement.Name.Length is < 1 or > 64 || placement.Name.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-") >= 0)
            throw Bad("its name must be 1 to 64 of a–z, 0–9 and '-'");
        if (placement.Recommenders.Count == 0) throw Bad($"it has no recommenders; name at least one of {string.Join(", ", Names)}");
        if (placement.Recommenders.FirstOrDefault(r => !Names.Contains(r)) is { } unknown) throw Bad($"there is no recommender '{unknown}'; those are {string.Join(", ", Names)}");
        if (placement.Diversity is not (>= 0 and <= 1)) throw Bad("its diversity must be a number from 0 to 1");
        if (placement.Filter is { } filter) _ = FilterParser.Parse(filter);
        if (placement.CategoryCap < 1) throw Bad("its category cap must be at least 1");

        ArgumentException Bad(string why) => new($"The placement '{placement.Name}' cannot be used: {why}.");
    }
}
