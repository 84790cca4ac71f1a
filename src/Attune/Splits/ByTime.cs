using System.Globalization;

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
        if (!(test > 0 && test < 1)) throw new ArgumentOutOfRangeException(nameof(test), test, "The share to hold out must lie between 0 and 1, as in time:0.2.");
        if (!data.HasTimes) throw new DataException($"{data.Name} has no times, which a split by time needs. Name a time column (--columns …,time=3) or use leave-last:1.");
        var times = data.Events.Times.ToArray();
        Array.Sort(times);
        var cut = times[(int)Math.Min(times.Length - 1, Math.Round(times.Length * (1 - test), MidpointRounding.AwayFromZero))];
        return Where(string.Create(CultureInfo.InvariantCulture, $"time:{test}"), data, e => data.Events.Times[e] >= cut);
    }
}
