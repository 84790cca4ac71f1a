namespace Attune;

public sealed partial record Split
{
    /// <summary>
    /// Holds out a random share of every user's events: at least one where a user has two or more, none where there is one. Looks into the
    /// future, and says so in <see cref="Warnings"/>.
    /// </summary>
    /// <param name="data">Any data.</param>
    /// <param name="test">The share of each user's events to hold out (rounded to the nearest number), above 0 and below 1.</param>
    /// <param name="seed">Another seed, another draw.</param>
    public static Split UserRandom(Dataset data, double test = 0.2, int seed = 42)
    {
        CheckShare(test, nameof(test));
        var method = Say($"user-random:{test}");
        var draws = Draw.ForEvents(data, seed, method);
        var held = new bool[data.Count];
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (start, length) = data.EventsOf(u).GetOffsetAndLength(data.Count);
            foreach (var e in Enumerable.Range(start, length).OrderBy(e => draws[e]).Take(HeldOutOf(length, test))) held[e] = true;
        }
        return Where(method, data, e => held[e]) with { Warnings = [LooksAhead] };
    }

    // At least one of two or more, and never all.
    static int HeldOutOf(int events, double share) => events < 2 ? 0 : Math.Clamp((int)Math.Round(events * share, MidpointRounding.AwayFromZero), 1, events - 1);
}
