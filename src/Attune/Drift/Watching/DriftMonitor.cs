using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Did behaviour change? Cuts the time of some data into periods, takes one chunk of each of up to <see cref="Sample"/> users of a period (the newest of this period), gives each a vector, and tests whether those of successive periods, and those of each period and of the first, are drawn alike
/// (<see cref="MeanDiscrepancy"/>), with Holm's correction for the number of periods. Beside it the population stability of items and kinds. Deterministic for a seed.
/// </summary>
public sealed record DriftMonitor
{
    /// <summary>Days of a period, above 0. Default 30. The last period may be shorter; it is left out where it is shorter than half of one.</summary>
    public double Days { get; init; } = 30;

    /// <summary>Events of a period instead of days, from 1; null (default) for days.</summary>
    public int? Events { get; init; }

    /// <summary>Events of a chunk at most, from 2. Default 50.</summary>
    public int ChunkLength { get; init; } = 50;

    /// <summary>Chunks of a period at most, each of another user, from 2. Default 1000.</summary>
    public int Sample { get; init; } = 1000;

    /// <summary>How alike two chunks are.</summary>
    public DiscrepancyKernel Kernel { get; init; }

    /// <summary>Permutations of each test, from 1. Default 1000.</summary>
    public int Permutations { get; init; } = 1000;

    /// <summary>Level of the alarm, above 0, below 1. Default 0.05.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>Seed of samples and permutations. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Watches some data.</summary>
    /// <param name="data">Events with times.</param>
    /// <param name="representer">Gives the vectors; null for <see cref="TokenChunks"/> of the data.</param>
    /// <param name="context">Progress, cancellation and threads.</param>
    /// <exception cref="DataException">There are no times, or fewer than two periods.</exception>
    public DriftReport Watch(Dataset data, IChunkRepresenter? representer = null, FitContext? context = null)
    {
        Check();
        if (!data.HasTimes) throw new DataException($"The events of {data.Name} have no times, so nothing is earlier or later; read a column of times.");
        representer ??= new TokenChunks(data);
        context ??= FitContext.Default;
        var edges = Events is { } events ? ByEvents(data, events) : ByDays(data, Days);
        if (edges.Count < 3) throw new DataException($"{data.Name} has one period only, and drift needs two; take shorter periods (now {(Events is null ? $"{Days.ToString(CultureInfo.InvariantCulture)} days" : $"{Events} events")}).");
        var (periods, rows, counts) = (new List<DriftPeriod>(), new List<float[]>(), PeriodCounts.Of(data, edges));
        for (var k = 0; k + 1 < edges.Count; k++)
        {
            rows.Add(Vectors(data, representer, edges[k], edges[k + 1], k, context));
            periods.Add(counts.Period(k, rows[k].Length / representer.Dimension));
            context.Report("representing", k + 1, edges.Count - 1);
        }
        return new DriftReport(data.Name, representer.Name, this, Judged(Compared(periods, rows, representer.Dimension, context))) { Notes = [.. Notes(data, periods)] };
    }

    void Check()
    {
        if (!(Days > 0) || !double.IsFinite(Days)) throw new ArgumentOutOfRangeException(nameof(Days), Days, "A period must have more than 0 days, as in 30.");
        if (Events is { } events) ArgumentOutOfRangeException.ThrowIfLessThan(events, 1, nameof(Events));
        ArgumentOutOfRangeException.ThrowIfLessThan(ChunkLength, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Sample, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Permutations, 1);
        if (!(Level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(Level), Level, "The level of an alarm must be above 0 and below 1, as in 0.05.");
    }

    static List<DateTimeOffset> ByDays(Dataset data, double days)
    {
        const int Most = 1000;
        var (first, last) = (data.Events.Times.ToArray().Min(), data.Events.Times.ToArray().Max() + 1);
        var length = TimeSpan.FromDays(days).TotalMilliseconds;
        if ((last - first) / length > Most) throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{data.Name} has more than {Most} periods of {days} days; take longer ones."));
        var edges = new List<DateTimeOffset> { DateTimeOffset.FromUnixTimeMilliseconds(first) };
        for (var k = 1; first + k * length < last + length / 2; k++) edges.Add(DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(last, first + (long)(k * length))));
        return edges;
    }

    static List<DateTimeOffset> ByEvents(Dataset data, int events)
    {
        var times = data.Events.Times.ToArray();
        Array.Sort(times);
        var edges = new List<DateTimeOffset> { DateTimeOffset.FromUnixTimeMilliseconds(times[0]) };
        for (var at = events; at + events / 2 <= times.Length; at += events)
            if (DateTimeOffset.FromUnixTimeMilliseconds(at < times.Length ? times[at] : times[^1] + 1) is var edge && edge > edges[^1]) edges.Add(edge);
        if (times.Length % events >= (events + 1) / 2 && edges[^1].ToUnixTimeMilliseconds() <= times[^1]) edges.Add(DateTimeOffset.FromUnixTimeMilliseconds(times[^1] + 1));
        return edges;
    }

    // One chunk a user: the newest of the period, since permutations take vectors to be drawn one by one.
    float[] Vectors(Dataset data, IChunkRepresenter representer, DateTimeOffset from, DateTimeOffset until, int period, FitContext context)
    {
        var chunks = HistoryChunks.Of(data, ChunkLength, from, until, least: 1);
        int[] newest = [.. Enumerable.Range(0, chunks.Count).Where(c => c + 1 == chunks.Count || chunks.UserOf(c + 1) != chunks.UserOf(c))];
        var seed = ((Seed)Seed).Derive("period").Derive(period);
        if (newest.Length > Sample) newest = [.. Draws.Largest([.. newest.Select(c => Draws.Unit(seed, chunks.UserOf(c)))], Sample).Order().Select(i => newest[i])];
        var rows = new float[newest.Length * representer.Dimension];
        representer.Represent(chunks, newest, rows, context.Cancellation);
        return rows;
    }

    List<DriftPeriod> Compared(List<DriftPeriod> periods, List<float[]> rows, int dimension, FitContext context)
    {
        var test = new MeanDiscrepancy { Kernel = Kernel, Permutations = Permutations, Seed = Seed };
        for (var k = 1; k < periods.Count; k++)
        {
            if (periods[k].Chunks > 1 && periods[k - 1].Chunks > 1) periods[k] = periods[k] with { ToPrevious = test.Of(rows[k - 1], rows[k], dimension, context) };
            if (periods[k].Chunks > 1 && periods[0].Chunks > 1) periods[k] = periods[k] with { ToFirst = k == 1 ? periods[k].ToPrevious : test.Of(rows[0], rows[k], dimension, context) };
            context.Report("testing", k, periods.Count - 1);
        }
        return periods;
    }

    DriftPeriod[] Judged(List<DriftPeriod> periods)
    {
        var previous = Significance.Holm([.. periods.Select(p => p.ToPrevious?.P ?? double.NaN)]);
        var first = Significance.Holm([.. periods.Select(p => p.ToFirst?.P ?? double.NaN)]);
        return [.. periods.Select((p, k) => p with { PreviousP = previous[k], FirstP = first[k], Alarm = previous[k] <= Level, AlarmSinceFirst = first[k] <= Level })];
    }

    IEnumerable<string> Notes(Dataset data, List<DriftPeriod> periods)
    {
        if (data.Count - periods.Sum(p => p.Events) is > 0 and var left) yield return $"The {left} events of the last stretch, which is shorter than half a period, are left out.";
        if (periods.Any(p => p.Chunks < 2)) yield return $"{periods.Count(p => p.Chunks < 2)} of {periods.Count} periods have fewer than two users, and nothing is said of them.";
        // The smallest p that the permutations allow, corrected, must reach the level.
        if ((periods.Count - 1.0) / (1 + Permutations) > Level) yield return string.Create(CultureInfo.InvariantCulture, $"With {Permutations} permutations and {periods.Count - 1} tests no corrected p can be below {(periods.Count - 1.0) / (1 + Permutations):0.####}, which is above the level {Level}: take more permutations.");
    }
}
