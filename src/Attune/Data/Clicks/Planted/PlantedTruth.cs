using Attune.Numerics;

namespace Attune;

/// <summary>The truth behind made-up clicks, and as many rows of it as are wanted. Immutable.</summary>
public sealed class PlantedTruth
{
    const int Width = 4, Calibrated = 1 << 14;
    readonly PlantedClicks _options;
    readonly float[][] _effects, _vectors;
    readonly Seed _rows;
    readonly double _bias;

    internal PlantedTruth(PlantedClicks options)
    {
        (_options, Fields, _rows) = (options, options.Encoded(), options.Seed.Derive("rows"));
        _effects = [.. Enumerable.Range(0, options.Signal).Select(f => Normal("effects", f, 1, options.Strength))];
        // A sum of four products of normals with deviation s has deviation 2s².
        _vectors = [.. Enumerable.Range(0, 2 * options.Pairs).Select(f => Normal("vectors", f, Width, Math.Sqrt(options.PairStrength / 2)))];
        _bias = Bias();
    }

    /// <summary>The fields of the rows; their labels are 0, 1, … of each field.</summary>
    public ClickFields Fields { get; }

    /// <summary>The rows from number <paramref name="from"/> on; ask for other numbers to test on.</summary>
    public ClickRows Rows(long from, int count)
    {
        var rows = new ClickRows(_options.Fields, new int[checked(count * _options.Fields)], null, new float[count], null);
        for (var r = 0; r < count; r++)
        {
            var codes = rows.Codes.AsSpan(r * _options.Fields, _options.Fields);
            var random = _rows.Derive(from + r).Stream();
            Draw(ref random, codes);
            rows.Labels[r] = random.NextDouble() < Probability(codes) ? 1 : 0;
        }
        return rows;
    }

    /// <summary>The same rows as a table.</summary>
    public ClickTable Table(long from, int count) => ClickTable.Of(Fields, Rows(from, count));

    /// <summary>Rows from number <paramref name="from"/> on, in blocks: as many as are wanted in as much memory as one block takes.</summary>
    public IEnumerable<ClickRows> Blocks(long count, int size = 1 << 14, long from = 0)
    {
        for (var done = 0L; done < count; done += size) yield return Rows(from + done, (int)Math.Min(size, count - done));
    }

    /// <summary>The true probability of a click on a row.</summary>
    /// <param name="codes">The codes of the row.</param>
    public double Probability(ReadOnlySpan<int> codes) => 1 / (1 + Math.Exp(-_bias - Logit(codes)));

    double Logit(ReadOnlySpan<int> codes)
    {
        var logit = 0.0;
        for (var f = 0; f < _effects.Length; f++) logit += _effects[f][LabelOf(codes, f)];
        for (var p = 0; p < _vectors.Length; p += 2)
            logit += Vectors.Dot(_vectors[p].AsSpan(LabelOf(codes, p) * Width, Width), _vectors[p + 1].AsSpan(LabelOf(codes, p + 1) * Width, Width));
        return logit;
    }

    // The first code of a field stands for what is missing.
    int LabelOf(ReadOnlySpan<int> codes, int field) => codes[field] - Fields.Fields[field].Offset - 1;

    void Draw(ref RandomStream random, Span<int> codes)
    {
        for (var f = 0; f < codes.Length; f++)
        {
            var u = random.NextDouble();
            codes[f] = Fields.Fields[f].Offset + 1 + (int)(u * u * _options.SizeOf(f));
        }
    }

    float[] Normal(string what, int field, int width, double deviation)
    {
        var random = _options.Seed.Derive(what).Derive(field).Stream();
        var values = new float[_options.SizeOf(field) * width];
        for (var i = 0; i < values.Length; i++) values[i] = (float)(deviation * random.NextGaussian());
        return values;
    }

    double Bias()
    {
        var logits = new double[Calibrated];
        var codes = new int[_options.Fields];
        for (var r = 0; r < logits.Length; r++)
        {
            var random = _options.Seed.Derive("bias").Derive(r).Stream();
            Draw(ref random, codes);
            logits[r] = Logit(codes);
        }
        var (low, high) = (-60.0, 60.0);
        while (high - low > 1e-9)
        {
            var middle = (low + high) / 2;
            if (logits.Average(l => 1 / (1 + Math.Exp(-middle - l))) < _options.BaseRate) low = middle;
            else high = middle;
        }
        return low;
    }
}
