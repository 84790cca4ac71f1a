namespace Attune;

public sealed partial record Split
{
    /// <summary>
    /// The default: the newest share of all events is held out, so that a model never sees what happened after the moment at which it is tested.
    /// Events of the very moment of the cut are all held out.
    /// </summary>
    /// <param name="data">Data with times.</param>
    /// <param name="test">The share of events to hold out, above 0 and below 1.</param>
    public static Split ByTime(Dataset data, double test = 0.2)
    {
        CheckShare(test, nameof(test));
        if (data.Events.Time is not { } times) throw new DataException($"{data.Name} has no times, which a split by time needs. Name a time column (--columns …,time=3) or use leave-last:1.");
        var sorted = times.ToArray();
        Array.Sort(sorted);
        var cut = sorted[(int)Math.Min(sorted.Length - 1, Math.Round(sorted.Length * (1 - test), MidpointRounding.AwayFromZero))];
        return Where(Say($"time:{test}"), data, e => times[e] >= cut);
    }
}
