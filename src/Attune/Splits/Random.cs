namespace Attune;

public sealed partial record Split
{
    /// <summary>
    /// Holds out every event with the same probability. For rating prediction and for comparison with papers: see <see cref="Warnings"/>.
    /// The share is met on average, not exactly; at least one event is held out.
    /// </summary>
    /// <param name="data">Any data.</param>
    /// <param name="test">The share of events to hold out, above 0 and below 1.</param>
    /// <param name="seed">Another seed, another draw.</param>
    public static Split Random(Dataset data, double test = 0.2, int seed = 42)
    {
        CheckShare(test, nameof(test));
        var method = Say($"random:{test}");
        var draws = Draw.ForEvents(data, seed, method);
        var bound = Draw.Bound(draws, test, method);
        return Where(method, data, e => draws[e] < bound) with { Warnings = [LooksAhead] };
    }
}
