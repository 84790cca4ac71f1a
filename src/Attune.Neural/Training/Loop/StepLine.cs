using System.Text.Json.Serialization;

namespace Attune.Neural;

/// <summary>What the log says of a step; what there is not is not written.</summary>
sealed record StepLine
{
    /// <summary>From 1, over all epochs.</summary>
    public required long Step { get; init; }

    /// <summary>From 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Of this step.</summary>
    public required double Loss { get; init; }

    /// <summary>The step size.</summary>
    public required double LearningRate { get; init; }

    /// <summary>How much of the mean squared gradient stayed in this step, where a half-life in targets says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Beta2 { get; init; }

    /// <summary>The length of the gradient, where it was ever whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? GradientNorm { get; init; }

    /// <summary>Places computed, padding included.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Since training began here.</summary>
    public required double Seconds { get; init; }
}
