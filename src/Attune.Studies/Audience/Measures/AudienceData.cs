using System.Globalization;

namespace Attune.Studies;

/// <summary>
/// What the training part says of users and items, whatever model is measured: groups, profiles of labels, popularity. Popularity is that of the whole training part, never of the test, also for a model that a group
/// alone was trained on. Users are numbered as in the training part. Immutable.
/// </summary>
sealed class AudienceData
{
    readonly double[][] _own;

    AudienceData(StudyAudience spec, Split split, UserGroups groups, IReadOnlyList<string> notes)
    {
        (Spec, Split, Groups, Train) = (spec, split, groups, split.Train);
        var (users, items) = (Train.Users.Count, Train.Items.Count);
        Histories = [.. Enumerable.Range(0, users).Select(u => spec.Weighted ? Train.Sequence(u).ToArray() : [.. Train.Sequence(u).ToArray().Distinct()])];
        Labels = spec.Labels is { } name && Train.ItemFeatures?[name] is { } column ? ItemLabels.Of(column) : null;
        Popularity = Scaled(Enumerable.Range(0, users), items);
        _own = [.. groups.Names.Select((_, g) => Scaled(groups.In(g), items))];
        Profiles = Labels is null ? [] : [.. Histories.Select(h => Labels.Shares(h))];
        GroupProfiles = Labels is null ? [] : [.. groups.Names.Select((_, g) => UserProfiles.Mean(groups.In(g).Select(u => Profiles[u]), Labels.Count))];
        ProfilePopularity = [.. Histories.Select(h => Mean(h, Popularity))];
        Relevant = Held(split);
        Notes = [.. notes, .. groups.Notes];
    }

    internal StudyAudience Spec { get; }

    internal Split Split { get; }

    internal Dataset Train { get; }

    internal UserGroups Groups { get; }

    /// <summary>The items of each user's training part.</summary>
    internal IReadOnlyList<int[]> Histories { get; }

    /// <summary>What is said of items; null where nothing is.</summary>
    internal ItemLabels? Labels { get; }

    /// <summary>Users of the training part that have an item, divided by those of the most popular.</summary>
    internal double[] Popularity { get; }

    /// <summary>The profile of each user; none without labels.</summary>
    internal IReadOnlyList<double[]> Profiles { get; }

    /// <summary>The mean profile of each group; none without labels.</summary>
    internal IReadOnlyList<double[]> GroupProfiles { get; }

    /// <summary>Mean popularity of each user's items.</summary>
    internal IReadOnlyList<double> ProfilePopularity { get; }

    /// <summary>The held-out items of each user; items that training does not know have numbers above its own.</summary>
    internal IReadOnlyList<HashSet<int>> Relevant { get; }

    /// <summary>Who is left out, what was merged.</summary>
    internal IReadOnlyList<string> Notes { get; }

    /// <summary>Popularity among a group's own users, divided by that of their most popular item.</summary>
    internal double[] OwnPopularity(int group) => _own[group];

    /// <summary>Names the labels without what a detail must not hold.</summary>
    internal string LabelName(int label) => Labels!.Names[label].Replace(':', ' ').Replace(';', ' ');

    /// <exception cref="DataException">A group is too small, or nothing is known of anybody.</exception>
    internal static AudienceData Of(StudyData data, Split split, AudienceEvents events)
    {
        string?[] values = [.. split.Train.Users.Ids.Select(id => events.Values.GetValueOrDefault(id))];
        return new AudienceData(data.Audience!, split, UserGroups.Part(data.Audience!, values, "audience"), events.Notes);
    }

    /// <summary>Mean of some items' numbers; NaN of none.</summary>
    internal static double Mean(ReadOnlySpan<int> items, double[] numbers)
    {
        var sum = 0.0;
        foreach (var item in items) sum += item < numbers.Length ? numbers[item] : 0;
        return items.IsEmpty ? double.NaN : sum / items.Length;
    }

    /// <summary>The training part of one group alone, with no more items than it has had.</summary>
    internal Split OnlyOf(int group)
    {
        var train = Train.Where(e => Groups.Of[Train.Events.User[e]] == group, _ => false);
        var test = Split.Test.Where(e => Split.Test.Events.User[e] is var u && u < Groups.Of.Count && Groups.Of[u] == group, _ => false);
        return Split.Files(train, test) with { Method = Split.Method, Warnings = [.. Split.Warnings, string.Create(CultureInfo.InvariantCulture, $"Trained on the {Groups.In(group).Count()} users of {Groups.Names[group]} alone, who know {train.Items.Count} of {Train.Items.Count} items: others cannot be in a list.")] };
    }

    double[] Scaled(IEnumerable<int> users, int items)
    {
        var counts = new double[items];
        foreach (var user in users)
            foreach (var item in Histories[user]) counts[item]++;
        var most = Math.Max(1, counts.Max());
        return Array.ConvertAll(counts, c => c / most);
    }

    static HashSet<int>[] Held(Split split) => [.. Enumerable.Range(0, split.Train.Users.Count).Select(u =>
    {
        HashSet<int> held = [.. split.Test.Sequence(u)];
        held.ExceptWith(split.Train.Sequence(u).ToArray());
        return held;
    })];
}
