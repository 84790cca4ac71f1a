using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// Tree-structured Parzen estimator: past trials are parted into the best 15 % and the others; l is the density of the good ones and g that of the
/// others, and of some draws from l the one with the greatest l/g is tried, which has the greatest expected improvement. Each dimension by itself, as in
/// Bergstra, Bardenet, Bengio and Kégl, "Algorithms for Hyper-Parameter Optimization", NIPS 2011; lists count their values, one more than they came.
/// The first trials are drawn at random.
/// </summary>
sealed class Tpe(SearchSpace space, Seed seed) : IStrategy
{
    const int Startup = 8, Candidates = 24, Attempts = 20, MostGood = 25;
    const double GoodShare = 0.15;

    public string[]? Next(IReadOnlyList<Observation> past)
    {
        var stream = seed.Derive(past.Count).Stream();
        if (past.Count < Startup) return RandomSearch.Fresh(space, past, ref stream);
        var ranked = past.OrderBy(o => o.Loss).ToArray();
        var good = Math.Min(MostGood, (int)Math.Ceiling(GoodShare * ranked.Length));
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var values = new string[space.Dimensions.Count];
            for (var d = 0; d < values.Length; d++)
                values[d] = space.Dimensions[d] is { IsList: true } list
                    ? Choice(list, Values(ranked[..good], d), Values(ranked[good..], d), ref stream)
                    : Number(space.Dimensions[d], Values(ranked[..good], d), Values(ranked[good..], d), ref stream);
            if (!Observation.Has(past, values)) return values;
        }
        return RandomSearch.Fresh(space, past, ref stream);
    }

    static IEnumerable<string> Values(Observation[] trials, int d) => trials.Select(t => t.Values[d]);

    static string Number(Dimension range, IEnumerable<string> good, IEnumerable<string> others, ref RandomStream stream)
    {
        var (l, g) = (new Parzen(good.Select(range.CoordinateOf)), new Parzen(others.Select(range.CoordinateOf)));
        var (best, gain) = ("", double.NegativeInfinity);
        for (var c = 0; c < Candidates; c++)
        {
            var value = range.At(l.Draw(ref stream));
            var x = range.CoordinateOf(value);
            if (l.LogDensity(x) - g.LogDensity(x) is var now && now > gain) (best, gain) = (value, now);
        }
        return best;
    }

    static string Choice(Dimension list, IEnumerable<string> good, IEnumerable<string> others, ref RandomStream stream)
    {
        var (l, g) = (Shares(list, good), Shares(list, others));
        var best = -1;
        for (var c = 0; c < Candidates; c++)
            if (Draw(l, ref stream) is var choice && (best < 0 || l[choice] / g[choice] > l[best] / g[best])) best = choice;
        return list.Choices[best];
    }

    /// <summary>The probability of each value of a list: one more than it came, over the sum.</summary>
    internal static double[] Shares(Dimension list, IEnumerable<string> values)
    {
        var shares = Enumerable.Repeat(1.0, list.Choices.Count).ToArray();
        foreach (var value in values) shares[list.ChoiceOf(value)]++;
        var sum = shares.Sum();
        return [.. shares.Select(s => s / sum)];
    }

    static int Draw(double[] shares, ref RandomStream stream)
    {
        var left = stream.NextDouble();
        for (var c = 0; c < shares.Length - 1; c++)
            if ((left -= shares[c]) < 0) return c;
        return shares.Length - 1;
    }
}
