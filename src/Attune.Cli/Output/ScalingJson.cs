using Attune.Studies;

namespace Attune.Cli;

/// <summary>Learning curves for programs: the points with their costs, the last step, the slopes, and what the curves say together.</summary>
static class ScalingJson
{
    /// <summary>Those of a study with sizes.</summary>
    internal static object Of(Study study, IReadOnlyList<CellResult> results)
    {
        var groups = ScaledGroup.Of(study, results);
        return new
        {
            metric = study.Metrics[0].Name,
            groups = groups.Select(g => new
            {
                data = g.Data,
                model = g.Model,
                points = g.Points.Select(p => new { size = p.Text, events = p.Events, value = p.Value, error = p.Error, seeds = p.Seeds, fitSeconds = p.Seconds, peakBytes = p.Bytes, joules = p.Joules }),
                lastStep = g.Before is not { } from || !g.IsWhole(study, results) ? null : Of(new LastStep(from, g.Last)),
                measures = Of(g.Curve),
            }),
            together = Of(CurveSet.Of(groups.Select(g => g.Curve))),
        };
    }

    /// <summary>Those of a published tree.</summary>
    internal static object Of(IReadOnlyList<LearningCurve> curves, IReadOnlyList<string> notes) => new
    {
        groups = curves.Select(c => new { name = c.Name, points = c.Points.Select(p => new { events = p.Size, value = p.Value }), measures = Of(c) }),
        together = Of(CurveSet.Of(curves)),
        notes,
    };

    static object Of(LastStep step) => new { from = step.From.Text, to = step.To.Text, difference = step.Difference, gain = step.Gain, fitSeconds = step.Seconds, secondsPerPercent = step.SecondsPerPercent, peakBytes = step.Bytes, joules = step.Joules, verdict = step.Verdict };

    static object Of(LearningCurve curve)
    {
        var (slope, end) = (LogSlope.Of(curve.Points), Saturation.Of(curve.Points));
        return new { best = curve.Best, bestAtLargest = curve.Speaks ? curve.IsBestAtLargest : (bool?)null, elbow = curve.Elbow, gain = curve.Gain, lateSlope = curve.LateSlope, perDoubling = slope.TheilSen, perDoublingLow = slope.Low, perDoublingHigh = slope.High, ceiling = end.Ceiling, says = end.Says };
    }

    static object Of(CurveSet curves)
    {
        var (lower, median, upper) = CurveSet.Quartiles(curves.LateSlopes);
        return new { curves = curves.Curves.Count, points = curves.Normalized.Count(), bestAtLargest = curves.BestAtLargest, chance = curves.Chance, lateSlopes = curves.LateSlopes.Length, lowerQuartile = lower, medianSlope = median, upperQuartile = upper };
    }
}
