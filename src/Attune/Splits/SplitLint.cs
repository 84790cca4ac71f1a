using System.Globalization;

namespace Attune;

/// <summary>Looks for what makes a split misleading: leakage above all. <see cref="DataLint"/> does the same for data.</summary>
public static class SplitLint
{
    const int FewUsers = 100;

    /// <summary>Everything odd about the split, warnings first; empty where there is nothing to say.</summary>
    public static IReadOnlyList<LintFinding> Check(Split split) =>
        [.. new[] { GlobalLeakage(split), OwnFuture(split), PairsInBoth(split), UnknownUsers(split), UnknownItems(split), NothingLiked(split), FewTestUsers(split) }
            .OfType<LintFinding>().OrderByDescending(f => f.Severity)];

    static LintFinding? GlobalLeakage(Split split)
    {
        if (split.Train.Events.Time is not { Length: > 0 } train || split.Test.Events.Time is not { Length: > 0 } test) return null;
        var first = test.Min();
        var newer = train.Count(t => t >= first);
        return newer == 0 ? null : new("global-leakage", LintSeverity.Warning, newer,
            Say($"{newer:N0} of {split.Train.Count:N0} training events are not older than the first test event; {Event(split.Train, Array.FindIndex(train, t => t >= first))}, testing begins at {DateTimeOffset.FromUnixTimeMilliseconds(first).UtcDateTime:yyyy-MM-dd HH:mm:ss}."),
            "Models learn from a future that they would not have, and orders of models can flip by it. Use time:0.2, or say so beside the numbers.");
    }

    static LintFinding? OwnFuture(Split split)
    {
        if (split.Train.Events.Time is not { Length: > 0 } train || split.Test.Events.Time is not { Length: > 0 } test) return null;
        var (users, example) = (0, -1);
        for (var u = 0; u < split.Train.Users.Count; u++)
        {
            var (own, held) = (split.Train.EventsOf(u), split.Test.EventsOf(u));
            if (own.Start.Equals(own.End) || held.Start.Equals(held.End) || train[own.End.Value - 1] <= test[held.Start.Value]) continue;
            if (users++ == 0) example = own.End.Value - 1;
        }
        return users == 0 ? null : new("own-future", LintSeverity.Warning, users,
            Say($"{users:N0} users are trained on events that are newer than their own held-out ones; {Event(split.Train, example)}."),
            "A sequence model is then asked for the past. Use leave-last:1 or time:0.2.");
    }

    static LintFinding? PairsInBoth(Split split)
    {
        var (pairs, example) = (0, (User: -1, Item: -1));
        for (var u = 0; u < split.Test.Users.Count; u++)
        {
            var known = new HashSet<int>(split.Train.Sequence(u).ToArray());
            if (split.History is not null) known.UnionWith(split.History.Sequence(u).ToArray());
            foreach (var item in new HashSet<int>(split.Test.Sequence(u).ToArray()))
                if (known.Contains(item) && pairs++ == 0) example = (u, item);
        }
        return pairs == 0 ? null : new("pairs-in-both", LintSeverity.Warning, pairs,
            Say($"{pairs:N0} pairs of user and item are held out and known as well; first, user '{split.Test.Users[example.User]}' with item '{split.Test.Items[example.Item]}'."),
            "Lists leave seen items out by default, so these cannot be found. Where people buy again, rank with seen items included; else merge duplicates (policy first) before splitting.");
    }

    static LintFinding? UnknownUsers(Split split)
    {
        bool Unknown(int u) => Has(split.Test, u) && !Has(split.Train, u) && !(split.History is { } history && Has(history, u));
        var unknown = Enumerable.Range(0, split.Test.Users.Count).Where(Unknown).ToArray();
        return unknown.Length == 0 ? null : new("unknown-users", LintSeverity.Note, unknown.Length,
            Say($"{unknown.Length:N0} of {UsersOf(split.Test):N0} test users have no history at all; first, user '{split.Test.Users[unknown[0]]}'."),
            "A personal model can only give them its fallback; they count, as lists without hits at worst.");
    }

    static LintFinding? UnknownItems(Split split)
    {
        var trained = new bool[split.Test.Items.Count];
        foreach (var item in split.Train.Events.Items) trained[item] = true;
        var unknown = split.Test.Events.Item.Distinct().Where(i => !trained[i]).Order().ToArray();
        return unknown.Length == 0 ? null : new("unknown-items", LintSeverity.Note, unknown.Length,
            Say($"{unknown.Length:N0} test items have no training event; first, item '{split.Test.Items[unknown[0]]}'."),
            "Models of behaviour cannot find them; a model of item texts or features can.");
    }

    static LintFinding? NothingLiked(Split split)
    {
        var test = split.Test;
        var nothing = Enumerable.Range(0, test.Users.Count).Where(u => Has(test, u) && test.Preferences.RowLength(u) == 0 && test.Ratings.RowLength(u) == 0).ToArray();
        return nothing.Length == 0 ? null : new("nothing-to-find", LintSeverity.Warning, nothing.Length,
            Say($"{nothing.Length:N0} of {UsersOf(test):N0} test users have no preference held out (returns or impressions alone); first, user '{test.Users[nothing[0]]}'."),
            "There is nothing to find for them, so they are not measured. Filter kinds before splitting, as in kinds:purchase.");
    }

    static LintFinding? FewTestUsers(Split split)
    {
        var users = UsersOf(split.Test);
        return users >= FewUsers ? null : new("few-test-users", LintSeverity.Note, users, Say($"{users:N0} users are tested."),
            "Expect wide confidence intervals: differences between models are hard to tell from chance.");
    }

    static int UsersOf(Dataset data) => Enumerable.Range(0, data.Users.Count).Count(u => Has(data, u));

    static bool Has(Dataset data, int user) => !data.Sequence(user).IsEmpty;

    static string Event(Dataset data, int e) =>
        Say($"user '{data.Users[data.Events.User[e]]}' with item '{data.Items[data.Events.Item[e]]}' at {data.Events.TimeOf(e)?.UtcDateTime:yyyy-MM-dd HH:mm:ss}");

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
