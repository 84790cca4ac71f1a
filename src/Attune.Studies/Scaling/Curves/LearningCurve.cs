namespace Attune.Studies;

/// <summary>
/// What one model reaches on growing parts of one data set, and how it rises: x' = (x − min) ⁄ (max − min) and y' alike within the curve. The measures are those of the study "dataset-size scaling"
/// (arXiv:2604.06420). Points are ascending by size; of equal sizes the first counts, and what is not a number is no point. Immutable.
/// </summary>
sealed class LearningCurve
{
    internal const int FewestForSlope = 5;

    internal const double ElbowShare = 0.85;

    /// <summary>A curve of these points, in any order.</summary>
    internal LearningCurve(string name, IEnumerable<ScalePoint> points)
    {
        Name = name;
        Points = [.. points.Where(p => double.IsFinite(p.Value) && p.Size > 0).DistinctBy(p => p.Size).OrderBy(p => p.Size)];
        Normalized = Normal(Points);
    }

    /// <summary>Which model on which data.</summary>
    internal string Name { get; }

    internal IReadOnlyList<ScalePoint> Points { get; }

    /// <summary>The points with both axes from 0 to 1; none where there are fewer than two, or all values are equal.</summary>
    internal IReadOnlyList<ScalePoint> Normalized { get; }

    /// <summary>Whether it has two sizes and is not constant, so that it can say anything.</summary>
    internal bool Speaks => Normalized.Count > 0;

    /// <summary>Whether no smaller part reaches more than the largest, to the last bit.</summary>
    internal bool IsBestAtLargest => Points.All(p => p.Value <= Points[^1].Value);

    /// <summary>
    /// (1 − y'₁) ⁄ (1 − x'₁) with y' of the last point, from the largest part that is 0.1 to 0.3 below the whole; NaN of fewer than five points or where there is no such part.
    /// </summary>
    internal double LateSlope => Normalized.Count >= FewestForSlope && Late() is { } from ? (Normalized[^1].Value - from.Value) / (1 - from.Size) : double.NaN;

    /// <summary>The smallest part, as a share of the largest, that reaches 85 % of the best value; NaN without a value above 0.</summary>
    internal double Elbow => Points.Count == 0 || Best <= 0 ? double.NaN : Points.First(p => p.Value >= ElbowShare * Best).Size / Points[^1].Size;

    /// <summary>The best value; NaN without points.</summary>
    internal double Best => Points.Count == 0 ? double.NaN : Points.Max(p => p.Value);

    /// <summary>The point that the last step is counted from: at a normalised size of 0.7 to 0.9, the nearest to 0.8; null of fewer than five points or where there is none.</summary>
    internal ScalePoint? GainBase => Normalized.Count < FewestForSlope ? null : Normalized.Index().Where(p => p.Item.Size is >= 0.7 and <= 0.9).OrderBy(p => Math.Abs(p.Item.Size - 0.8)).Select(p => (ScalePoint?)Points[p.Index]).FirstOrDefault();

    /// <summary>By what share the last step raises the value of <see cref="GainBase"/>; NaN where there is none or it is 0.</summary>
    internal double Gain => GainBase is { Value: > 0 } from ? (Points[^1].Value - from.Value) / from.Value : double.NaN;

    ScalePoint? Late() => Normalized.Where(p => 1 - p.Size is >= 0.1 and <= 0.3).Select(p => (ScalePoint?)p).LastOrDefault();

    static ScalePoint[] Normal(IReadOnlyList<ScalePoint> points)
    {
        if (points.Count < 2) return [];
        var (low, high) = (points.Min(p => p.Value), points.Max(p => p.Value));
        return high > low ? [.. points.Select(p => new ScalePoint((p.Size - points[0].Size) / (points[^1].Size - points[0].Size), (p.Value - low) / (high - low)))] : [];
    }
}
