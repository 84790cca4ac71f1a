using System.Globalization;

namespace Attune.Studies;

/// <summary>
/// Every user's events, shuffled and cut into three: of n the ⌊share·n⌋ first to train on, as many by the second share for validation, the rest to test, as the study of children as users has it. Models are
/// trained on the first part alone, and what is in the second may be in a list, where it counts as a miss. With <c>:by-position</c> every user's events are shuffled by one and the same random state, as there: users
/// with the same number of events lose the same places of their histories, so that their parts are not independent.
/// </summary>
static class UserParts
{
    internal const string Name = "user-parts", Form = $"{Name}:60/20/20", ByPosition = ":by-position";

    internal static bool Is(string text) => text.StartsWith(Name + ":", StringComparison.Ordinal);

    /// <exception cref="ArgumentException">It is no such text.</exception>
    internal static (double Train, double Validation) Parse(string text)
    {
        var form = text.EndsWith(ByPosition, StringComparison.Ordinal) ? text[..^ByPosition.Length] : text;
        double[] shares = [.. form[(Name.Length + 1)..].Split('/').Select(s => double.TryParse(s, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) ? share : double.NaN)];
        return shares is [> 0, > 0, > 0] && Math.Abs(shares.Sum() - 100) < 1e-9 ? (shares[0] / 100, shares[1] / 100)
            : throw new ArgumentException($"'{text}' is no way to split: three shares above 0 that are 100 together are needed, as {Form} or {Form}{ByPosition}.");
    }

    /// <summary>The parts to train and test on, and those to train and validate on.</summary>
    internal static (Split Outer, Split Inner) Of(Dataset data, string text, int seed)
    {
        var (train, validation) = Parse(text);
        var (order, part) = (Order(data, text, seed), new byte[data.Count]);
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (start, length) = data.EventsOf(u).GetOffsetAndLength(data.Count);
            var (first, second) = ((int)Math.Floor(train * length + 1e-9), (int)Math.Floor(validation * length + 1e-9));
            foreach (var (place, e) in order(start, length).Index()) part[e] = (byte)(place < first ? 0 : place < first + second ? 1 : 2);
        }
        var learned = data.Where(e => part[e] == 0, _ => false);
        Split Beside(byte held, string method) => data.WhereExtending(learned, e => part[e] == held) is { Count: > 0 } test && learned.Count > 0 ? new Split(method, learned, test) { Warnings = [LooksAhead] }
            : throw new DataException($"{data.Name}: {text} leaves too few events for its parts; users need five or more (filters, as k-core:5).");
        return (Beside(2, text), Beside(1, $"{text} > validation"));
    }

    static Func<int, int, IEnumerable<int>> Order(Dataset data, string text, int seed)
    {
        if (text.EndsWith(ByPosition, StringComparison.Ordinal)) return (start, length) => NumpyShuffle.Permutation(length, (uint)seed).Select(place => start + place);
        var draws = Draw.ForEvents(data, seed, text);
        return (start, length) => Enumerable.Range(start, length).OrderBy(e => draws[e]);
    }

    const string LooksAhead = "Events are parted without regard to time: models look into the future, as in the study that this follows.";
}
