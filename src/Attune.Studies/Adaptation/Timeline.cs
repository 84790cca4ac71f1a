using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Events as they come: what was known at each date, which chunks are new, which of them stand for the present, and what is asked next. Nothing of a later stretch is in an earlier one.</summary>
sealed class Timeline
{
    readonly long[] _ends;
    readonly Dataset?[] _until;
    readonly StudyPeriods _periods;

    Timeline(string name, Dataset whole, StudyPeriods periods)
    {
        (Name, Whole, _periods) = (name, whole, periods);
        _ends = [.. periods.Ends.Select(e => e.ToUnixTimeMilliseconds())];
        _until = new Dataset?[_ends.Length];
    }

    internal string Name { get; }

    /// <summary>All events.</summary>
    internal Dataset Whole { get; }

    internal int Updates => _periods.Updates;

    int Least => _periods.Least ?? 2;

    /// <summary>How many chunks stand for the present.</summary>
    internal int References => _periods.Reference;

    /// <summary>Parts some data.</summary>
    /// <exception cref="DataException">It has no times, or a stretch has nothing to learn from or to ask.</exception>
    internal static Timeline Of(string name, Dataset data, StudyPeriods periods)
    {
        if (!data.HasTimes) throw new DataException($"the events of {data.Name} have no times, which periods are cut by.");
        var timeline = new Timeline(name, data, periods);
        if (timeline.First().Count == 0) throw new DataException($"no user has two events before {periods.At[0]}, so there is nothing to begin with; take a later date.");
        for (var k = 1; k <= timeline.Updates; k++)
        {
            if (timeline.New(k).Count == 0) throw new DataException($"no user has two events from {periods.At[k - 1]} to {periods.At[k]}; leave a date out.");
            if (timeline.Asked(k).Count == 0) throw new DataException($"nobody of whom something is known has an event from {periods.At[k]} to {periods.At[k + 1]}, so nothing can be asked; leave a date out.");
        }
        return timeline;
    }

    /// <summary>The events before the end of a stretch, with the users and items of these alone; 0 is the first.</summary>
    internal Dataset Until(int stretch) => _until[stretch] ??= Whole.Where(e => Whole.Events.Times[e] < _ends[stretch], _ => false);

    /// <summary>The chunks that every model begins with.</summary>
    internal HistoryChunks First() => HistoryChunks.Of(Until(0), _periods.Chunk);

    /// <summary>The chunks that an update may choose from, update 1 being the first.</summary>
    internal HistoryChunks New(int update) => HistoryChunks.Of(Until(update), _periods.Chunk, DateTimeOffset.FromUnixTimeMilliseconds(_ends[update - 1]), DateTimeOffset.FromUnixTimeMilliseconds(_ends[update]), Least);

    /// <summary>The chunks that stand for the present of an update: drawn from those of its last days, never from what is asked later.</summary>
    /// <param name="update">Which update.</param>
    /// <param name="most">How many at most; null for the study's number.</param>
    /// <param name="seed">Draws them.</param>
    internal HistoryChunks Present(int update, int? most, Seed seed)
    {
        var end = DateTimeOffset.FromUnixTimeMilliseconds(_ends[update]);
        var since = end.AddDays(-_periods.Recent);
        var begin = DateTimeOffset.FromUnixTimeMilliseconds(_ends[update - 1]);
        var recent = HistoryChunks.Of(Until(update), _periods.Chunk, since > begin ? since : begin, end, Least);
        int[] order = [.. Enumerable.Range(0, recent.Count)];
        seed.Derive("present").Derive(update).Stream().Shuffle(order.AsSpan());
        return recent.Take([.. order.Take(most ?? _periods.Reference).Order()]);
    }

    /// <summary>What is asked after an update: the users of the next stretch of whom something is known before it.</summary>
    internal AskedEvents Asked(int update) => AskedEvents.Of(Whole, _ends[update], _ends[update + 1], _periods.Asked ?? int.MaxValue);
}
