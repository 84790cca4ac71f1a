using System.Globalization;

namespace Attune;

/// <summary>
/// Samples of a size as studies of growth draw them (arXiv:2604.06420). By user: with f = size ⁄ N each of n events gives round(f · factor · n), to even; while all together are too few, factor =
/// round(factor · 1.05, 2); what is too much is taken off at random. So users with f · n below a half vanish first. By item alike; hybrid goes by items to (N + size) ⁄ 2 and by users from there. A
/// fraction takes the first step only, without a factor, and as hybrid √fraction of items, then of users. Deviation: rows are drawn by ids and the seed, not by numpy's generator; all counts are its.
/// </summary>
/// <param name="Data">What was drawn.</param>
/// <param name="Factor">By what the shares were enlarged; 1 where they were not.</param>
sealed record SizedSample(Dataset Data, double Factor)
{
    const double Growth = 1.05;

    /// <summary>Exactly this many events, or all where there are no more.</summary>
    /// <param name="data">What to draw from.</param>
    /// <param name="size">Events, from 1.</param>
    /// <param name="by">What keeps its shares.</param>
    /// <param name="seed">Another seed, another draw.</param>
    /// <param name="factors">Where the search for a factor begins, and where it is kept; null for neither.</param>
    internal static SizedSample OfSize(Dataset data, int size, SampleBy by, int seed = 42, SampleFactors? factors = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (size >= data.Count) return new SizedSample(data, 1);
        factors ??= new SampleFactors();
        return by switch
        {
            SampleBy.Random => new SizedSample(Samples.Events(data, size, seed), 1),
            SampleBy.Hybrid => Stratified(OfSize(data, (int)(((long)data.Count + size) / 2), SampleBy.Item, seed, factors).Data, size, SampleBy.User, seed, factors, Key(data, "hybrid", size)),
            _ => Stratified(data, size, by, seed, factors, Key(data, by == SampleBy.User ? "user" : "item", size)),
        };
    }

    /// <summary>About this share of the events, above 0 and at most 1: what rounding makes of it.</summary>
    /// <param name="data">What to draw from.</param>
    /// <param name="share">The share.</param>
    /// <param name="by">What keeps its shares.</param>
    /// <param name="seed">Another seed, another draw.</param>
    /// <exception cref="DataException">Rounding leaves nothing.</exception>
    internal static SizedSample OfShare(Dataset data, double share, SampleBy by, int seed = 42)
    {
        if (!(share > 0 && share <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "The share to keep must be above 0 and at most 1, as in 0.1.");
        var sample = share == 1 ? data : by switch
        {
            SampleBy.Random => Random(data, Rounded(share * data.Count), seed),
            SampleBy.Hybrid => Shares(Shares(data, Math.Sqrt(share), SampleBy.Item, seed), Math.Sqrt(share), SampleBy.User, seed),
            _ => Shares(data, share, by, seed),
        };
        return sample.Count > 0 ? new SizedSample(sample, 1) : throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{data.Name}: a share of {share} of its {data.Count} events leaves none, because all round to 0; take a larger share, or a number of events."));
    }

    /// <summary>The next factor: a number of two decimals, rounded as Python does, by what the double is and halves to even.</summary>
    internal static double Next(double factor)
    {
        var grown = factor * Growth;
        // Only eighths can lie exactly between two hundredths.
        return Math.Abs(grown) < 1e12 && grown * 8 == Math.Floor(grown * 8) ? Math.Round(grown * 100) / 100 : double.Parse(grown.ToString("F2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    static SizedSample Stratified(Dataset data, int size, SampleBy by, int seed, SampleFactors factors, string key)
    {
        var lengths = Lengths(data, by);
        var (fraction, factor) = ((double)size / data.Count, factors.Of(key));
        while (lengths.Sum(n => (long)Part(n, fraction * factor)) < size) factor = Next(factor);
        factors.Keep(key, factor);
        var drawn = Shares(data, fraction * factor, by, seed);
        return new SizedSample(drawn.Count > size ? Samples.Events(drawn, size, TrimSeed(seed)) : drawn, factor);
    }

    // Which of too many go must not hang on what was drawn within the groups.
    static int TrimSeed(int seed) => (int)((Numerics.Seed)seed).Derive("sample trim").Value;

    static Dataset Shares(Dataset data, double share, SampleBy by, int seed) => by == SampleBy.User
        ? Samples.OfEach("by user", data, data.Events.User, data.Users.Count, n => Part(n, share), seed, null)
        : Samples.OfEach("by item", data, data.Events.Item, data.Items.Count, n => Part(n, share), seed, null);

    static Dataset Random(Dataset data, int count, int seed) => count == 0 ? data.Where(_ => false, _ => false) : Samples.Events(data, count, seed);

    static int[] Lengths(Dataset data, SampleBy by)
    {
        var (column, lengths) = by == SampleBy.User ? (data.Events.User, new int[data.Users.Count]) : (data.Events.Item, new int[data.Items.Count]);
        foreach (var g in column) lengths[g]++;
        return lengths;
    }

    // fraction · factor first, as the study multiplies: in another order the last bit can round another way.
    static int Part(int length, double share) => Math.Min(length, Rounded(share * length));

    static int Rounded(double value) => (int)Math.Round(value, MidpointRounding.ToEven);

    // With how many there are: filters make other data under the same name.
    static string Key(Dataset data, string way, int size) => string.Create(CultureInfo.InvariantCulture, $"{data.Name}/{way}@{size} of {data.Count}");
}
