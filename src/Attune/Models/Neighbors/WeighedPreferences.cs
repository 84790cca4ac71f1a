using Attune.Numerics;

namespace Attune;

/// <summary>
/// Preferences weighed for a <see cref="PreferenceSimilarity"/>, so that each of them is an inner product of weighed rows, divided by their sizes.
/// The rows are those that are compared (items, or users), the columns what they are compared by.
/// </summary>
sealed class WeighedPreferences
{
    readonly PreferenceSimilarity _kind;
    readonly double _alpha, _k1, _b, _meanTotal;
    readonly float[]? _rarity;

    internal WeighedPreferences(CsrMatrix rows, PreferenceSimilarity kind, double alpha, double k1, double b)
    {
        (_kind, _alpha, _k1, _b) = (kind, alpha, k1, b);
        if (kind is PreferenceSimilarity.TfIdf or PreferenceSimilarity.Bm25) _rarity = Rarity(rows);
        if (kind is PreferenceSimilarity.Bm25) _meanTotal = rows.Values.ToArray().Sum(v => (double)v) / rows.Rows;
        var values = new float[rows.Count];
        for (var r = 0; r < rows.Rows; r++) Weigh(rows.Row(r), rows.RowValues(r), values.AsSpan(rows.Offsets[r]));
        Rows = new CsrMatrix(rows.Columns, rows.Offsets.ToArray(), rows.ColumnIndices.ToArray(), values);
    }

    /// <summary>All rows, weighed.</summary>
    internal CsrMatrix Rows { get; }

    /// <summary>How inner products of weighed rows become the similarity.</summary>
    internal Likeness Likeness(double shrink)
    {
        var targets = Sizes(TargetSize);
        var sources = _kind == PreferenceSimilarity.AsymmetricCosine ? Sizes(SourceSize) : targets;
        return new Likeness(targets, sources, (float)shrink, _kind == PreferenceSimilarity.Jaccard);
    }

    /// <summary>Weighs one row of <paramref name="values"/> at <paramref name="columns"/>.</summary>
    internal void Weigh(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> weighed)
    {
        var length = 0.0;
        if (_kind is PreferenceSimilarity.Bm25)
            foreach (var v in values) length += v;
        var saturation = _k1 * (1 - _b + _b * length / _meanTotal);
        for (var e = 0; e < columns.Length; e++)
            weighed[e] = _kind switch
            {
                PreferenceSimilarity.TfIdf => MathF.Sqrt(Math.Max(0, values[e])) * _rarity![columns[e]],
                PreferenceSimilarity.Bm25 => (float)(values[e] * (_k1 + 1) / (saturation + values[e])) * _rarity![columns[e]],
                PreferenceSimilarity.Jaccard => 1,
                _ => values[e],
            };
    }

    /// <summary>The size of a weighed row that is judged.</summary>
    internal float TargetSize(ReadOnlySpan<float> weighed) => Power(weighed, _kind switch
    {
        PreferenceSimilarity.Bm25 => 0,
        PreferenceSimilarity.Jaccard => 1,
        PreferenceSimilarity.AsymmetricCosine => 1 - _alpha,
        _ => 0.5,
    });

    float SourceSize(ReadOnlySpan<float> weighed) => Power(weighed, _alpha);

    static float Power(ReadOnlySpan<float> weighed, double exponent)
    {
        var sum = 0.0;
        foreach (var v in weighed) sum += (double)v * v;
        return (float)(exponent == 0.5 ? Math.Sqrt(sum) : Math.Pow(sum, exponent));
    }

    float[] Sizes(Func<ReadOnlySpan<float>, float> size)
    {
        var sizes = new float[Rows.Rows];
        for (var r = 0; r < sizes.Length; r++) sizes[r] = size(Rows.RowValues(r));
        return sizes;
    }

    static float[] Rarity(CsrMatrix rows)
    {
        var counts = new int[rows.Columns];
        foreach (var c in rows.ColumnIndices) counts[c]++;
        return Array.ConvertAll(counts, n => (float)(Math.Log(rows.Rows) - Math.Log(1.0 + n)));
    }
}
