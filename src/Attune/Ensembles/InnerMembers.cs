using Attune.Numerics;

namespace Attune;

/// <summary>
/// The members of an ensemble fitted on a part of the training data, and the users whose held-out part they can be held against: what an ensemble may
/// learn from without looking at test data.
/// </summary>
/// <param name="Members">The fitted members.</param>
/// <param name="Users">Known users with something held out; none where the data is too small to hold anything out.</param>
sealed record InnerMembers(IRecommender[] Members, IReadOnlyList<TestUser> Users)
{
    const int Candidates = 100;

    internal Catalog Catalog { get; } = Members.Length > 0 ? Members.Catalog() : null!;

    internal static InnerMembers Fit(ITrainer[] trainers, Dataset data, string holdOut, int seed, int most, FitContext context)
    {
        if (Part(trainers, data, holdOut, seed) is not { } split) return new InnerMembers([], []);
        // A checkpoint of the outer training must not go on here.
        var members = trainers.Fit(split.Train, context with { StartFrom = null, Setup = context.Setup is { } setup ? setup with { Checkpoints = null } : null }, null);
        var rates = trainers.All(t => t.PredictsRatings);
        var users = TestUsers.Of(members[0], split, !rates, rates, new EvaluationOptions { KnownUsersOnly = true }).Measured;
        return new InnerMembers(members, Draw(users, most, seed));
    }

    /// <summary>
    /// What the members say to every user, on a scale (of ratings: as they predict them): of the best of every member and all that is right, and of
    /// <paramref name="others"/> items drawn from the rest, each of which stands for its share of it.
    /// </summary>
    internal ShownUser[] Show(ScoreScale scale, int others, FitContext context)
    {
        var users = new ShownUser[Users.Count];
        context.For(users.Length, u => users[u] = Members[0].Trainer.PredictsRatings ? Predicted(Users[u]) : Ranked(Users[u], scale, others, ((Seed)u).Derive("others").Stream()));
        return users;
    }

    ShownUser Predicted(TestUser user)
    {
        var predicted = new float[Members.Length * user.Rated.Length];
        MemberScores.Ask(Members, Catalog, user.Query, user.Rated, predicted);
        return new ShownUser(Catalog.HistoryOf(user.Query).Count, user.Rated, predicted, user.Ratings, Array.ConvertAll(user.Ratings, _ => 1f), user.Rated.Length);
    }

    ShownUser Ranked(TestUser user, ScoreScale scale, int others, RandomStream stream)
    {
        var items = Catalog.Items.Count;
        var rows = new float[Members.Length * items];
        MemberScores.Scaled(Members, Catalog, user.Query, scale, rows);
        var best = Kept(user, rows, items);
        var kept = WithOthers(best, user, items, others, ref stream, out var share);
        var shown = new float[Members.Length * kept.Length];
        for (var m = 0; m < Members.Length; m++)
            for (var i = 0; i < kept.Length; i++) shown[m * kept.Length + i] = rows[m * items + kept[i]];
        return new ShownUser(Catalog.HistoryOf(user.Query).Count, kept, shown, Array.ConvertAll(kept, i => Array.BinarySearch(user.Relevant, i) >= 0 ? 1f : 0),
            Array.ConvertAll(kept, i => Array.BinarySearch(best, i) >= 0 ? 1 : share), user.Relevant.Length);
    }

    // The best of every member and all that is right: what can reach the top of an ensemble's list.
    int[] Kept(TestUser user, float[] rows, int items)
    {
        var kept = new SortedSet<int>(user.Relevant.Where(i => i < items));
        var best = new int[Math.Min(Candidates, items)];
        foreach (var item in Catalog.HistoryOf(user.Query).Items)
            for (var m = 0; m < Members.Length; m++) rows[m * items + item] = float.NaN;
        for (var m = 0; m < Members.Length; m++)
            foreach (var at in best.AsSpan(0, TopK.Select(rows.AsSpan(m * items, items), Catalog.AllItems, best))) kept.Add(at);
        return [.. kept];
    }

    int[] WithOthers(int[] best, TestUser user, int items, int others, ref RandomStream stream, out float share)
    {
        var taken = new HashSet<int>([.. best, .. Catalog.HistoryOf(user.Query).Items]);
        int[] rest = [.. Enumerable.Range(0, items).Where(i => !taken.Contains(i))];
        stream.Shuffle<int>(rest);
        int[] drawn = rest[..Math.Min(others, rest.Length)];
        share = rest.Length / (float)Math.Max(1, drawn.Length);
        return [.. best.Concat(drawn).Order()];
    }

    // Data of a few events may have nothing to hold out, or no ratings left to learn from.
    internal static Split? Part(ITrainer[] trainers, Dataset data, string holdOut, int seed)
    {
        try
        {
            var split = Split.Parse(holdOut, data, seed)[0];
            return trainers.Any(t => t.PredictsRatings) && split.Train.Ratings.Count == 0 ? null : split;
        }
        catch (DataException) when (data.HasTimes || !holdOut.StartsWith("time", StringComparison.Ordinal))
        {
            return null;
        }
    }

    internal static IReadOnlyList<TestUser> Draw(List<TestUser> users, int most, int seed)
    {
        if (users.Count <= most) return users;
        var order = Enumerable.Range(0, users.Count).ToArray();
        var stream = ((Seed)seed).Derive("users").Stream();
        stream.Shuffle<int>(order);
        return [.. order.Take(most).Order().Select(u => users[u])];
    }
}

/// <summary>What the members of an ensemble say of the candidates of one user, and the truth.</summary>
/// <param name="HistoryLength">How many items the user's history has.</param>
/// <param name="Items">The candidates, ascending; of ratings the rated items.</param>
/// <param name="Rows">Members × candidates.</param>
/// <param name="Truth">For each candidate 1 where it is relevant, 0 where not; of ratings the rating.</param>
/// <param name="Weights">For how many items each candidate stands.</param>
/// <param name="Relevant">How many relevant items there are, those outside the catalog included.</param>
sealed record ShownUser(int HistoryLength, int[] Items, float[] Rows, float[] Truth, float[] Weights, int Relevant);
