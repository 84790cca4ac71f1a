using Attune.Neural;

namespace Attune.Studies;

/// <summary>The events of a stretch of time, each asked from what its user did before it: the whole history of every user of the stretch, and the first place of it that is asked. The first event of a history is not asked.</summary>
/// <param name="Data">Whose items the histories name.</param>
/// <param name="Users">The users.</param>
/// <param name="Histories">Their items up to the last that is asked.</param>
/// <param name="Times">When these were, Unix milliseconds.</param>
/// <param name="From">The first place that is asked.</param>
/// <param name="LeftOut">Events of the stretch before which nothing is known of their user, so that nobody can be asked for them.</param>
sealed record AskedEvents(Dataset Data, int[] Users, int[][] Histories, long[][] Times, int[] From, int LeftOut)
{
    internal int Count => Users.Length;

    internal static AskedEvents Of(Dataset data, long from, long until, int most)
    {
        var (users, histories, when, firsts, leftOut) = (new List<int>(), new List<int[]>(), new List<long[]>(), new List<int>(), 0);
        for (var user = 0; user < data.Users.Count; user++)
        {
            var (start, count) = data.EventsOf(user).GetOffsetAndLength(data.Count);
            var times = data.Events.Times.Slice(start, count);
            var (first, end) = (0, 0);
            while (first < count && times[first] < from) first++;
            for (end = first; end < count && times[end] < until && end - first < most;) end++;
            if (end == first) continue;
            if (first == 0)
            {
                leftOut++;
                first = 1;
            }
            if (end <= first) continue;
            users.Add(user);
            histories.Add(data.Events.Items.Slice(start, end).ToArray());
            when.Add(times[..end].ToArray());
            firsts.Add(first);
        }
        return new AskedEvents(data, [.. users], [.. histories], [.. when], [.. firsts], leftOut);
    }

    /// <summary>Where a model ranks what came: for each user the ranks of the items asked (<see cref="NextItemRanks"/>).</summary>
    internal int[][] Ranks(IRecommender model, CancellationToken cancellation)
    {
        var known = model.Catalog.Items.MapFrom(Data.Items);
        using var ranks = NextItemRanks.Of(model);
        return ranks.Of([.. Histories.Select(h => Array.ConvertAll(h, i => known[i]))], From, Times, cancellation);
    }
}
