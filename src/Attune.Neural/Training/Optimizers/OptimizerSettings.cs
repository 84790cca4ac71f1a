using Attune.Numerics;

namespace Attune.Neural;

/// <summary>An optimiser as options say it.</summary>
sealed record OptimizerSettings
{
    /// <summary>Which one.</summary>
    internal OptimizerKind Kind { get; init; }

    /// <summary>The step size.</summary>
    internal required double LearningRate { get; init; }

    /// <summary>Weight decay, from 0: added to the gradient for gradient descent, of the weights themselves for all others.</summary>
    internal double WeightDecay { get; init; }

    /// <summary>Momentum, from 0 to below 1; null for 0.9, for Muon's matrices 0.95. Plain gradient descent and Adafactor have none.</summary>
    internal double? Beta1 { get; init; }

    /// <summary>How much of the mean squared gradient stays with each step, from 0 to below 1; null for 0.999.</summary>
    internal double? Beta2 { get; init; }

    /// <summary>After how many targets half of the mean squared gradient is gone, in place of <see cref="Beta2"/>; 0 for that.</summary>
    internal double Beta2HalfLife { get; init; }

    /// <summary>Adafactor's decay 1 − t^(−p) at step t in place of both, p above 0; 0 for those.</summary>
    internal double DecayPower { get; init; }

    /// <summary>Rows that a sparse gradient does not name.</summary>
    internal TableUpdates Tables { get; init; }

    /// <summary>Weights as bfloat16.</summary>
    internal WeightRounding Rounding { get; init; }

    /// <summary>Of the rounding.</summary>
    internal Seed Seed { get; init; }
}
