namespace Attune.Serving;

/// <summary>How long to wait before the next attempt: twice as long each time, up to a limit.</summary>
/// <param name="First">The first wait.</param>
/// <param name="Longest">The longest.</param>
sealed record BackOff(TimeSpan First, TimeSpan Longest)
{
    // Past this many doublings the longest wait is reached in any case, and the number of ticks still fits.
    const int MostDoublings = 20;

    /// <summary>The wait after so many failures in a row, counted from 0.</summary>
    internal TimeSpan After(int failures) => TimeSpan.FromTicks(Math.Min(First.Ticks << Math.Min(failures, MostDoublings), Longest.Ticks));
}
