using Attune.Numerics;

namespace Attune.Bench;

/// <summary>
/// Invented interactions with the shape of real ones: the lengths of histories are log-normal, items follow a power law, and every user has one of
/// twenty tastes, from which half of the history comes. One seed, one data set.
/// </summary>
static class PowerLaw
{
    const int Tastes = 20;

    // exp(μ + σ²/2) = 62 events per user and a sum of squares like that of MovieLens 20M.
    const double LogDeviation = 1.4;

    /// <summary>users × items with about <paramref name="events"/> entries of weight 1; histories take at most a third of the items.</summary>
    internal static CsrMatrix Matrix(int users, int items, long events, int seed = 42)
    {
        var histories = Histories(users, items, events, seed);
        var offsets = new int[users + 1];
        for (var u = 0; u < users; u++) offsets[u + 1] = offsets[u] + histories[u].Length;
        var (columns, values) = (new int[offsets[^1]], new float[offsets[^1]]);
        Array.Fill(values, 1);
        for (var u = 0; u < users; u++) histories[u].CopyTo(columns, offsets[u]);
        return new CsrMatrix(items, offsets, columns, values);
    }

    /// <summary>The items of each user, ascending. Users are drawn one by one: with as many events for each, fewer users are the first of more.</summary>
    internal static int[][] Histories(int users, int items, long events, int seed = 42)
    {
        var popularity = Cumulated(items, i => 1 / Math.Pow(i + 10, 0.9));
        var perTaste = Enumerable.Range(0, Tastes).Select(t => Cumulated((items + Tastes - 1 - t) / Tastes, i => 1 / Math.Pow(i + 5, 0.9))).ToArray();
        var scatter = Scatter(items, seed);
        var mean = Math.Log((double)events / users) - LogDeviation * LogDeviation / 2;
        var histories = new int[users][];
        Parallel.For(0, users, u =>
        {
            var stream = ((Seed)seed).Derive(u).Stream();
            var length = (int)Math.Clamp(Math.Exp(mean + LogDeviation * stream.NextGaussian()), 1, items / 3);
            var taste = stream.NextInt(Tastes);
            var taken = new HashSet<int>(length);
            // A short catalog of favourites can run out: then fewer events, never an endless loop.
            for (var tries = 0; taken.Count < length && tries < 4 * length; tries++)
            {
                var rank = stream.NextInt(2) == 0 ? Draw(popularity, ref stream) : Tastes * Draw(perTaste[taste], ref stream) + taste;
                taken.Add(scatter[rank]);
            }
            histories[u] = [.. taken.Order()];
        });
        return histories;
    }

    /// <summary>The matrix as events without times, users and items named by their numbers.</summary>
    internal static Dataset Data(CsrMatrix matrix)
    {
        var users = new int[matrix.Count];
        for (var u = 0; u < matrix.Rows; u++) users.AsSpan(matrix.Offsets[u]..matrix.Offsets[u + 1]).Fill(u);
        return new Dataset("power law", Names(matrix.Rows), Names(matrix.Columns), new EventColumns { User = users, Item = matrix.ColumnIndices.ToArray() }, new EventWeights(), null, null);
    }

    static Vocabulary Names(int count) => new(Enumerable.Range(0, count).Select(i => Vocabulary.Canonical(i)));

    static double[] Cumulated(int count, Func<int, double> weight)
    {
        var sums = new double[count];
        for (var (i, sum) = (0, 0.0); i < count; i++) sums[i] = sum += weight(i);
        return sums;
    }

    static int Draw(double[] cumulated, ref RandomStream stream)
    {
        var at = Array.BinarySearch(cumulated, stream.NextDouble() * cumulated[^1]);
        return Math.Min(at < 0 ? ~at : at, cumulated.Length - 1);
    }

    // Popular items must not be neighbours in memory: in real data they are not.
    static int[] Scatter(int items, int seed)
    {
        var order = Enumerable.Range(0, items).ToArray();
        var stream = ((Seed)seed).Derive("scatter").Stream();
        stream.Shuffle(order.AsSpan());
        return order;
    }
}
