using System.Globalization;

namespace Attune;

/// <summary>
/// Users' histories cut into stretches of some events each, in order: what arrives between two trainings of a model, and what of it may be chosen to learn from. Chunks are numbered by user, then by
/// time. A stretch shorter than asked for, at the end of a history, stays where it is long enough to learn from; events of shorter ones are counted in <see cref="LeftOut"/>. Immutable.
/// </summary>
public sealed class HistoryChunks
{
    readonly int[] _starts, _lengths;

    HistoryChunks(Dataset data, int[] starts, int[] lengths, int leftOut) => (Data, _starts, _lengths, LeftOut) = (data, starts, lengths, leftOut);

    /// <summary>The data whose events these are; items have its numbers.</summary>
    public Dataset Data { get; }

    /// <summary>How many there are.</summary>
    public int Count => _starts.Length;

    /// <summary>Events of the window in stretches too short to learn from.</summary>
    public int LeftOut { get; }

    /// <summary>Cuts histories.</summary>
    /// <param name="data">Whose users' histories.</param>
    /// <param name="length">Events of a chunk, from 2.</param>
    /// <param name="from">Only events at this time or later; null for all.</param>
    /// <param name="until">Only events before this time; null for all.</param>
    /// <param name="least">Events that the last stretch of a history needs, from 1 to <paramref name="length"/>. Default 2: one to read and one to foretell.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length or least that cannot be.</exception>
    /// <exception cref="DataException">A window of time over events without times.</exception>
    public static HistoryChunks Of(Dataset data, int length, DateTimeOffset? from = null, DateTimeOffset? until = null, int least = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(least, length);
        if ((from ?? until) is not null && !data.HasTimes) throw new DataException($"The events of {data.Name} have no times, so none of them is new; read a column of times, or take all of them.");
        var (first, end) = (from?.ToUnixTimeMilliseconds() ?? long.MinValue, until?.ToUnixTimeMilliseconds() ?? long.MaxValue);
        var (starts, lengths, leftOut) = (new List<int>(), new List<int>(), 0);
        for (var user = 0; user < data.Users.Count; user++)
        {
            var (start, count) = data.EventsOf(user).GetOffsetAndLength(data.Count);
            var (begin, stop) = (start, start + count);
            // A user's events stand in the order of time.
            while (data.HasTimes && begin < stop && data.Events.Times[begin] < first) begin++;
            while (data.HasTimes && stop > begin && data.Events.Times[stop - 1] >= end) stop--;
            leftOut += Cut(begin, stop, length, least, starts, lengths);
        }
        return new HistoryChunks(data, [.. starts], [.. lengths], leftOut);
    }

    /// <summary>Cuts what a model has not had of each history yet.</summary>
    /// <param name="data">Whose users' histories.</param>
    /// <param name="length">Events of a chunk, from 2.</param>
    /// <param name="known">For a user how many of the first events are not new.</param>
    internal static HistoryChunks Since(Dataset data, int length, Func<int, int> known)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        var (starts, lengths, leftOut) = (new List<int>(), new List<int>(), 0);
        for (var user = 0; user < data.Users.Count; user++)
        {
            var (start, count) = data.EventsOf(user).GetOffsetAndLength(data.Count);
            leftOut += Cut(start + Math.Min(count, known(user)), start + count, length, 2, starts, lengths);
        }
        return new HistoryChunks(data, [.. starts], [.. lengths], leftOut);
    }

    /// <summary>Whose history a chunk is a stretch of.</summary>
    public int UserOf(int chunk) => Data.Events.Users[_starts[chunk]];

    /// <summary>Which events of <see cref="Data"/> a chunk holds.</summary>
    public Range EventsOf(int chunk) => _starts[chunk]..(_starts[chunk] + _lengths[chunk]);

    /// <summary>The items of a chunk, oldest first.</summary>
    public ReadOnlySpan<int> Items(int chunk) => Data.Events.Items.Slice(_starts[chunk], _lengths[chunk]);

    /// <summary>When the last event of a chunk happened; null without times.</summary>
    public DateTimeOffset? EndOf(int chunk) => Data.Events.TimeOf(_starts[chunk] + _lengths[chunk] - 1);

    /// <summary>Some of them, in the order given.</summary>
    public HistoryChunks Take(IReadOnlyList<int> chosen) => new(Data, [.. chosen.Select(c => _starts[c])], [.. chosen.Select(c => _lengths[c])], LeftOut);

    // How many events are in a last stretch that is too short.
    static int Cut(int begin, int end, int length, int least, List<int> starts, List<int> lengths)
    {
        for (; begin < end; begin += length)
        {
            var events = Math.Min(length, end - begin);
            if (events < least) return events;
            starts.Add(begin);
            lengths.Add(events);
        }
        return 0;
    }

    /// <summary>The chunks as data to train on: each is a user of its own, named after its user and its number among that user's chunks here; all items of <see cref="Data"/> stay, with their numbers.</summary>
    public Dataset ToDataset()
    {
        var (order, owners, names, before) = (new List<int>(), new List<int>(), new string[Count], new Dictionary<int, int>());
        for (var c = 0; c < Count; c++)
        {
            var (user, number) = (UserOf(c), before[UserOf(c)] = before.GetValueOrDefault(UserOf(c)) + 1);
            names[c] = string.Create(CultureInfo.InvariantCulture, $"{Data.Users[user]}/{number}");
            for (var e = 0; e < _lengths[c]; e++)
            {
                order.Add(_starts[c] + e);
                owners.Add(c);
            }
        }
        var events = Data.Events.Take([.. order], [.. Enumerable.Range(0, Data.Users.Count)], [.. Enumerable.Range(0, Data.Items.Count)]);
        events.User = [.. owners];
        return new Dataset(Data.Name, new Vocabulary(names), Data.Items, events, Data.Weights, null, Data.ItemFeatures);
    }
}
