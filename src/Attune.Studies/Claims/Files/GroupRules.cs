namespace Attune.Studies;

/// <summary>What a claim on groups must hold to be read off its study.</summary>
static class GroupRules
{
    internal static void Check(string at, ClaimEntry claim, ClaimGroups groups, Study study)
    {
        if (claim.Pairs.Count + claim.Left.Count + claim.Right.Count > 0 || claim.Curves is not null) throw new ArgumentException($"{at}: a claim on groups names what it is read off in \"groups\"; leave pairs, curves, left and right out.");
        if (claim.Is is not (ClaimEntry.Above or ClaimEntry.Below or ClaimEntry.Within)) throw new ArgumentException($"{at}: is '{claim.Is}', and a claim on groups is {ClaimEntry.Above}, {ClaimEntry.Below} or {ClaimEntry.Within} its margin.");
        if (claim.Is == ClaimEntry.Within && claim.Margin is not > 0) throw new ArgumentException(FormattableString.Invariant($"{at}: margin is {claim.Margin ?? 0}; a difference can only lie within one above 0."));
        if (groups.Over is not (ClaimGroups.Users or ClaimGroups.Pairs)) throw new ArgumentException($"{at}: groups.over is '{groups.Over}'; it must be {ClaimGroups.Users} or {ClaimGroups.Pairs}.");
        if (groups.Of.Count == 0) throw new ArgumentException($"{at}: groups.of is an empty list; name what is compared, as in {{ \"model\": MODEL, \"group\": GROUP, \"against\": GROUP }}.");
        for (var p = 0; p < groups.Of.Count; p++) Check(FormattableString.Invariant($"{at}: groups.of[{p}]"), claim, groups.Of[p], study);
    }

    static void Check(string at, ClaimEntry claim, ClaimGroupPair pair, Study study)
    {
        var name = pair.Data ?? claim.Data ?? throw new ArgumentException($"{at}: no data is named (\"data\").");
        if (study.Spec.Data.FirstOrDefault(d => d.Name == name) is not { HasParts: true, Periods: null } data) throw new ArgumentException($"{at}: there is no data '{name}' with groups or parts; there are {string.Join(", ", study.Spec.Data.Where(d => d.HasParts && d.Periods is null).Select(d => d.Name))}.");
        if (data.Audience is { } audience) Known(at, pair, name, audience);
        foreach (var model in new[] { pair.Model, pair.AgainstModel }.OfType<string>())
            if (!study.Cells.Any(c => c.Data == name && c.Model == model)) throw new ArgumentException($"{at}: {study.Name} does not train '{model}' on {name}; it trains {string.Join(", ", study.Cells.Where(c => c.Data == name).Select(c => c.Model).Distinct())}.");
        if (new object?[] { pair.Against, pair.AgainstModel, pair.Value }.Count(s => s is not null) != 1) throw new ArgumentException($"{at} needs one right side: a group (\"against\"), a model (\"againstModel\") or a number (\"value\").");
        if (claim.Relative && pair.Value == 0) throw new ArgumentException($"{at}: a difference cannot be relative to 0; leave \"relative\" out, or take another value.");
    }

    // The parts of clicks and baskets are what their models have, and show in the results.
    static void Known(string at, ClaimGroupPair pair, string data, StudyAudience audience)
    {
        string[] known = [.. UserGroups.Parse(audience.Groups, at).Select(g => g.Name)];
        foreach (var group in pair.Group.Split('|').Append(pair.Against ?? pair.Group.Split('|')[0]).SelectMany(g => g.Split('+')))
            if (!known.Contains(group) && group != AudienceMeasure.All) throw new ArgumentException($"{at}: {data} has no group '{group}'; it has {string.Join(", ", known)}.");
    }
}
