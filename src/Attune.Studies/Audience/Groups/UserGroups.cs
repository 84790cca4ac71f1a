using System.Globalization;

namespace Attune.Studies;

/// <summary>The users of some data in groups that do not overlap. Immutable.</summary>
/// <param name="Names">The groups, in order; merged ones with '+' between their names.</param>
/// <param name="Of">The group of each user by index; −1 for none.</param>
/// <param name="Focus">The group that is asked about.</param>
/// <param name="Reference">The group that it is held against.</param>
/// <param name="Notes">Who is in no group, and what was merged.</param>
sealed record UserGroups(IReadOnlyList<string> Names, IReadOnlyList<int> Of, int Focus, int Reference, IReadOnlyList<string> Notes)
{
    /// <summary>Of fewer users nothing is said.</summary>
    internal const int Fewest = 30;

    internal const string Forms = "child:-17,mainstream:18-49,older:50-, or young:A|B,others:C|D|E";

    /// <summary>The users of a group, ascending.</summary>
    internal IEnumerable<int> In(int group) => Enumerable.Range(0, Of.Count).Where(u => Of[u] == group);

    /// <exception cref="ArgumentException">The text names no groups, or one twice.</exception>
    internal static IReadOnlyList<UserGroup> Parse(string text, string at)
    {
        UserGroup[] groups = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(g => g.Split(':', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } values] && !name.AsSpan().ContainsAny("|;+ ")
            ? new UserGroup(name, values.Split('|', StringSplitOptions.TrimEntries)) : throw new ArgumentException($"{at}: '{g}' is no group; groups are written as {Forms}, their names without blanks, '|', ';' and '+'."))];
        if (groups.Length < 2) throw new ArgumentException($"{at}: '{text}' is one group; two or more are needed to compare, as {Forms}.");
        StudySpec.Different($"{at}: groups", groups.Select(g => g.Name));
        return groups;
    }

    /// <summary>Parts users by their values.</summary>
    /// <param name="audience">How.</param>
    /// <param name="values">The value of each user; null where it is not known.</param>
    /// <param name="where">The data, for messages.</param>
    /// <exception cref="DataException">A group is too small, a value belongs to two groups, or nobody has one.</exception>
    internal static UserGroups Part(StudyAudience audience, IReadOnlyList<string?> values, string where)
    {
        var groups = Parse(audience.Groups, where);
        int[] of = [.. values.Select(v => v is null ? -1 : GroupOf(groups, v, audience, where))];
        var (missing, outside) = (values.Count(v => v is null), values.Where((v, u) => v is not null && of[u] < 0).Count());
        var notes = new List<string>();
        if (missing > 0) notes.Add(Say($"Of {values.Count} users {missing} have no {audience.Attribute}: nothing is measured of them for a group."));
        if (outside > 0) notes.Add(Say($"{outside} users have another {audience.Attribute} than the groups name: {(audience.Others == StudyAudience.Drop ? "they are left out" : "models learn from them, but nothing is measured of them for a group")}."));
        var names = groups.Select(g => g.Name).ToList();
        Merge(audience, names, of, notes, where);
        int At(string? name, int otherwise) => name is null ? otherwise : names.FindIndex(n => n.Split('+').Contains(name));
        var focus = At(audience.Focus, 0);
        var reference = At(audience.Reference, Enumerable.Range(0, names.Count).Where(g => g != focus).MaxBy(g => of.Count(o => o == g)));
        if (focus == reference) throw new DataException($"{where}: after merging, {audience.Focus ?? names[focus]} and {audience.Reference} are one group, so nothing can be held against each other. Write wider groups.");
        return new UserGroups(names, of, focus, reference, notes);
    }

    // A group too small goes to the smaller of its neighbours, the smallest first.
    static void Merge(StudyAudience audience, List<string> names, int[] of, List<string> notes, string where)
    {
        int[] Counts() => [.. names.Select((_, g) => of.Count(o => o == g))];
        for (var counts = Counts(); counts.Min() < Fewest; counts = Counts())
        {
            if (audience.Small == StudyAudience.Refuse || names.Count == 2)
                throw new DataException(Say($"{where}: {string.Join(", ", names.Zip(counts, (n, c) => Say($"{n} has {c} users")))}. Of fewer than {Fewest} nothing is said: write wider groups{(names.Count == 2 ? "" : ", or \"small\": \"merge\"")}, or keep more users (filters)."));
            var small = Array.IndexOf(counts, counts.Min());
            var other = small == 0 ? 1 : small == counts.Length - 1 || counts[small - 1] <= counts[small + 1] ? small - 1 : small + 1;
            var (first, second) = (Math.Min(small, other), Math.Max(small, other));
            notes.Add(Say($"The group {names[small]} has {counts[small]} users, fewer than {Fewest}: it is merged with {names[other]}."));
            names[first] = $"{names[first]}+{names[second]}";
            names.RemoveAt(second);
            for (var u = 0; u < of.Length; u++) of[u] = of[u] == second ? first : of[u] > second ? of[u] - 1 : of[u];
        }
    }

    static int GroupOf(IReadOnlyList<UserGroup> groups, string value, StudyAudience audience, string where)
    {
        int[] found = [.. Enumerable.Range(0, groups.Count).Where(g => groups[g].Has(value))];
        return found.Length < 2 ? found.FirstOrDefault(-1) : throw new DataException($"{where}: the {audience.Attribute} '{value}' belongs to {groups[found[0]].Name} and to {groups[found[1]].Name}; groups must not overlap.");
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
