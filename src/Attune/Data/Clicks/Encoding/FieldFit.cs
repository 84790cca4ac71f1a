using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>Learns one field from the texts of the training rows in bounded memory: counts of labels, a uniform sample of numbers (Vitter 1985), running moments (Welford 1962).</summary>
sealed class FieldFit(ClickFieldOptions options, int minCount, Seed seed)
{
    // 2^18 of any number of values: the place of a quantile among all rows is wrong by about .001 (one standard deviation, at most ½/√2^18).
    const int Sampled = 1 << 18;
    readonly LabelCounts _labels = new();
    readonly List<double> _sample = [];
    RandomStream _random = seed.Stream();
    long _count;
    double _mean, _squares;

    /// <summary>By how much a count of labels may be too small.</summary>
    internal long Error => _labels.Error;

    /// <summary>Takes a text in; false where it should be a number and is none.</summary>
    internal bool Add(ReadOnlySpan<char> text)
    {
        switch (options.Kind)
        {
            case ClickFieldKind.Categorical:
                if (!text.IsEmpty) _labels.Add(text);
                return true;
            case ClickFieldKind.MultiValued:
                AddSeveral(text);
                return true;
        }
        if (!FieldCoder.TryNumber(text, out var number)) return false;
        if (!double.IsNaN(number)) AddNumber(number);
        return true;
    }

    void AddSeveral(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var part in text.Split(options.Separator))
            if (text[part].Trim() is { IsEmpty: false } label && count++ < options.Labels) _labels.Add(label);
    }

    void AddNumber(double number)
    {
        _count++;
        switch (options.Numbers)
        {
            case ClickNumbers.LogSquares:
                Span<char> label = stackalloc char[40];
                _labels.Add(label[..FieldCoder.LogSquare.Write(number, label)]);
                break;
            case ClickNumbers.Quantiles:
                if (_sample.Count < Sampled) _sample.Add(number);
                else if ((long)(_random.NextDouble() * _count) is var at and < Sampled) _sample[(int)at] = number;
                break;
            default:
                var x = FieldCoder.Compress(number);
                var delta = x - _mean;
                _mean += delta / _count;
                _squares += delta * (x - _mean);
                break;
        }
    }

    internal FittedField Finish()
    {
        var bare = new FittedField(options, 0, "");
        var fitted = options switch
        {
            { Kind: ClickFieldKind.Numeric, Numbers: ClickNumbers.Quantiles } => bare with { Edges = Edges() },
            { Kind: ClickFieldKind.Numeric, Numbers: ClickNumbers.Standardized } => bare with { Mean = _mean, Deviation = _squares > 0 ? Math.Sqrt(_squares / _count) : 1 },
            _ => bare with { Labels = _labels.Frequent(options.MinCount ?? minCount) },
        };
        return Sized(fitted);
    }

    /// <summary>A field of labels that are known beforehand.</summary>
    internal static FittedField Known(ClickFieldOptions options, string[] labels) => Sized(new FittedField(options, 0, "") { Labels = labels });

    static FittedField Sized(FittedField fitted) => fitted with { Size = fitted.Coder().Size, Fingerprint = FingerprintOf(fitted) };

    // Between two buckets stands the smallest value of the upper one.
    double[] Edges()
    {
        _sample.Sort();
        if (_sample.Count == 0) return [];
        return [.. Enumerable.Range(1, options.Buckets - 1).Select(b => _sample[(int)((long)b * _sample.Count / options.Buckets)]).Distinct().Where(edge => edge > _sample[0])];
    }

    static string FingerprintOf(FittedField field)
    {
        Seed hash = 0;
        foreach (var label in field.Labels ?? []) hash = hash.Derive(label);
        foreach (var edge in field.Edges ?? [field.Mean ?? 0, field.Deviation ?? 0]) hash = hash.Derive(BitConverter.DoubleToInt64Bits(edge));
        return hash.Value.ToString("x16", CultureInfo.InvariantCulture);
    }
}
