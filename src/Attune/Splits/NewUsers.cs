namespace Attune;

public sealed partial record Split
{
    const double NewestShare = 0.2;

    /// <summary>
    /// Keeps a random share of users out of training (strong generalisation): the oldest four fifths of their events are <see cref="History"/>,
    /// which a model may read when it scores them, the rest is <see cref="Test"/>; at least one each. Users with one event stay in training.
    /// The share is met on average, not exactly; at least one user is new.
    /// </summary>
    /// <param name="data">Data with times, or with rows in the order of time.</param>
    /// <param name="users">The share of users to keep out of training, above 0 and below 1.</param>
    /// <param name="seed">Another seed, another draw.</param>
    public static Split NewUsers(Dataset data, double users = 0.2, int seed = 42)
    {
        CheckShare(users, nameof(users));
        var method = Say($"new-users:{users}");
        var draws = Draw.ForUsers(data, seed, method);
        var bound = Draw.Bound([.. draws.Where((_, u) => LengthOf(data, u) > 1)], users, method);
        return FoldIn(method, data, u => draws[u] < bound);
    }

    static Split FoldIn(string method, Dataset data, Func<int, bool> isNew)
    {
        var parts = new Part[data.Count];
        for (var u = 0; u < data.Users.Count; u++)
        {
            var of = parts.AsSpan(data.EventsOf(u));
            if (of.Length < 2 || !isNew(u)) continue;
            of.Fill(Part.History);
            of[^HeldOutOf(of.Length, NewestShare)..].Fill(Part.Test);
        }
        return Where(method, data, e => parts[e]) with { Warnings = [LooksAhead] };
    }
}
