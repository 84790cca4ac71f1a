using System.Buffers;

namespace Attune;

/// <summary>Members and held-out items by the lists of members, of all that was ranked the only thing that is kept: users × members × (item, value).</summary>
sealed class HeldLists : HeldQuality
{
    internal const int BytesOfAPlace = sizeof(int) + sizeof(float);

    const int Depth = 10, UsersBetweenReports = 256;

    readonly IReadOnlyList<TestUser> _users;
    readonly (int[] Items, float[] Values)[][] _lists;
    readonly int _items;
    readonly int[] _all;

    HeldLists(IReadOnlyList<TestUser> users, (int[] Items, float[] Values)[][] lists, int items) : base(lists.Length) => (_users, _lists, _items, _all) = (users, lists, items, [.. Enumerable.Range(0, items)]);

    internal static HeldLists? Of(Ensemble ensemble, ITrainer[] members, Dataset data, FitContext context)
    {
        var items = data.Items.Count;
        var length = ensemble.Lists == 0 ? items : Math.Min(ensemble.Lists, items);
        long most = Math.Min(ensemble.Users, data.Users.Count);
        ensemble.RequireRoom(most, (long)length * BytesOfAPlace, FormattableString.Invariant($"{length:N0} places of {most:N0} users and {members.Length} members"),
            ensemble.Lists == 0 ? "Keep lists in place of the whole catalog (lists=200), lower users, or raise megabytes." : "Lower users or lists, or raise megabytes.");
        if (Part(ensemble, members, data) is not { } split) return null;
        IReadOnlyList<TestUser>? users = null;
        var lists = new (int[] Items, float[] Values)[members.Length][];
        for (var m = 0; m < members.Length; m++)
        {
            var model = Fitted(members[m], split.Train, context);
            users ??= InnerMembers.Draw(TestUsers.Of(model, split, true, false, new EvaluationOptions { KnownUsersOnly = true }).Measured, ensemble.Users, ensemble.Seed);
            if (users.Count == 0) return null;
            lists[m] = ListsOf(model, users, new ListValues(ensemble.Scale, length, ensemble.K), length, context);
        }
        return new HeldLists(users!, lists, split.Train.Items.Count);
    }

    internal override double Alone(int member)
    {
        var sum = 0.0;
        for (var u = 0; u < _users.Count; u++) sum += Ndcg(_users[u], _lists[member][u].Items);
        return sum / _users.Count;
    }

    internal override double Quality(ReadOnlySpan<double> weights, FitContext context)
    {
        double[] given = [.. weights];
        var values = new double[_users.Count];
        context.For(values.Length, u => values[u] = Fused(u, given));
        return values.Average();
    }

    static (int[] Items, float[] Values)[] ListsOf(IRecommender model, IReadOnlyList<TestUser> users, ListValues values, int length, FitContext context)
    {
        var lists = new (int[] Items, float[] Values)[users.Count];
        for (var first = 0; first < lists.Length; first += UsersBetweenReports)
        {
            var from = first;
            context.For(Math.Min(UsersBetweenReports, lists.Length - first), u => lists[from + u] = ListOf(model, users[from + u].Query, values, length));
            context.Report("lists", Math.Min(first + UsersBetweenReports, lists.Length), lists.Length);
        }
        return lists;
    }

    static (int[] Items, float[] Values) ListOf(IRecommender model, Query query, ListValues values, int length)
    {
        var catalog = model.Catalog;
        var (row, items, scores) = (ArrayPool<float>.Shared.Rent(catalog.Items.Count), ArrayPool<int>.Shared.Rent(length), ArrayPool<float>.Shared.Rent(length));
        var whole = row.AsSpan(0, catalog.Items.Count);
        model.Score(query, catalog.AllItems, whole);
        var found = values.Best(whole, catalog.AllItems, catalog.HistoryOf(query).Items, items.AsSpan(0, length), scores);
        values.Value(scores.AsSpan(0, found));
        var list = (items[..found], scores[..found]);
        ArrayPool<float>.Shared.Return(row);
        ArrayPool<int>.Shared.Return(items);
        ArrayPool<float>.Shared.Return(scores);
        return list;
    }

    double Fused(int user, double[] weights)
    {
        var rented = ArrayPool<float>.Shared.Rent(_items);
        var sums = rented.AsSpan(0, _items);
        var best = new int[Depth];
        sums.Fill(float.NaN);
        for (var m = 0; m < weights.Length; m++)
        {
            if (weights[m] == 0) continue;
            var (items, values) = _lists[m][user];
            for (var i = 0; i < items.Length; i++) sums[items[i]] = (float.IsNaN(sums[items[i]]) ? 0 : sums[items[i]]) + (float)weights[m] * values[i];
        }
        var found = Numerics.TopK.Select(sums, _all, best);
        ArrayPool<float>.Shared.Return(rented);
        return Ndcg(_users[user], best.AsSpan(0, found));
    }

    static double Ndcg(TestUser user, ReadOnlySpan<int> ranked)
    {
        var (gain, ideal) = (0.0, 0.0);
        for (var place = 0; place < Math.Min(Depth, ranked.Length); place++)
            if (Array.BinarySearch(user.Relevant, ranked[place]) >= 0) gain += 1 / Math.Log2(place + 2);
        for (var place = 0; place < Math.Min(Depth, user.Relevant.Length); place++) ideal += 1 / Math.Log2(place + 2);
        return gain / ideal;
    }
}
