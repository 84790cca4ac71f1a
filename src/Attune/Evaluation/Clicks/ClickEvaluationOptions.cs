using Attune.Numerics;

namespace Attune;

/// <summary>How predicted clicks are measured. Immutable.</summary>
public sealed record ClickEvaluationOptions
{
    /// <summary>Resamples for intervals, at least 0. Default 200; 0 leaves intervals out.</summary>
    public int BootstrapSamples { get; init; } = 200;

    /// <summary>Share of the intervals, above 0 and below 1. Default .95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Whether whole users are drawn; null (default) does where rows have users.</summary>
    public bool? ByUser { get; init; }

    /// <summary>Bins of the calibration error and the reliability chart, at least 1. Default 20.</summary>
    public int Bins { get; init; } = Calibration.DefaultBins;

    /// <summary>Rows that are predicted at once, at least 1. Default 8,192.</summary>
    public int BatchSize { get; init; } = 8192;

    /// <summary>From which the resamples follow. Default 0.</summary>
    public Seed Seed { get; init; }

    internal void Check()
    {
        if (BootstrapSamples < 0 || BootstrapSamples == 1 || !(Confidence is > 0 and < 1) || Bins < 1 || BatchSize < 1)
            throw new ArgumentException($"bootstrapSamples = {BootstrapSamples} must be 0 or at least 2, confidence = {Confidence} above 0 and below 1, bins = {Bins} and batchSize = {BatchSize} at least 1.");
    }
}
