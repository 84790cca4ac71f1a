using Attune.Numerics;

namespace Attune;

/// <summary>Made-up chunks whose vectors are drawn when they are asked for, around a few centres: as many as one likes, without a model. A chunk is two events of a user of its own, a minute after the last.</summary>
sealed class DrawnChunks : IChunkRepresenter
{
    readonly Seed _seed;
    readonly float[] _centres;
    readonly int _groups;

    /// <param name="dimension">Length of a vector.</param>
    /// <param name="groups">Centres.</param>
    /// <param name="seed">Of the vectors.</param>
    internal DrawnChunks(int dimension, int groups = 20, int seed = 42)
    {
        (Dimension, _groups, _seed, _centres) = (dimension, groups, seed, new float[groups * dimension]);
        for (var g = 0; g < groups; g++) Draw(_seed.Derive("centre").Derive(g), _centres.AsSpan(g * dimension, dimension), 1);
    }

    public string Name => "drawn";

    public int Dimension { get; }

    public void Represent(HistoryChunks chunks, ReadOnlySpan<int> which, Span<float> rows, CancellationToken cancellation = default)
    {
        for (var i = 0; i < which.Length; i++)
        {
            // By the user, so that a chunk has the same vector in every selection of chunks.
            var (user, row) = (chunks.UserOf(which[i]), i * Dimension);
            _centres.AsSpan(user % _groups * Dimension, Dimension).CopyTo(rows[row..]);
            Draw(_seed.Derive(user), rows.Slice(row, Dimension), 1.5f);
        }
    }

    public double FlopsOf(int events) => 4.0 * Dimension;

    /// <summary>So many chunks.</summary>
    internal static HistoryChunks Chunks(int count)
    {
        var events = new EventColumns { User = new int[2 * count], Item = new int[2 * count], Time = new long[2 * count] };
        for (var e = 0; e < 2 * count; e++) (events.User[e], events.Item[e], events.Time[e]) = (e / 2, e % 100, 1_600_000_000_000 + e * 60_000L);
        return HistoryChunks.Of(new Dataset("drawn", Names('u', count), Names('i', 100), events, new EventWeights(), null, null), 2);
    }

    static Vocabulary Names(char first, int count) => new(Enumerable.Range(0, count).Select(i => $"{first}{Vocabulary.Canonical(i)}"));

    // Uniform in ±scale: two numbers from each draw of 64 bits.
    static void Draw(Seed seed, Span<float> row, float scale)
    {
        var stream = seed.Stream();
        for (var p = 0; p < row.Length; p += 2)
        {
            var bits = stream.NextBits();
            row[p] += scale * ((int)bits / 2147483648f);
            if (p + 1 < row.Length) row[p + 1] += scale * ((int)(bits >> 32) / 2147483648f);
        }
    }
}
