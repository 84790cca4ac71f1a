namespace Attune.Neural;

/// <summary>What checkpoint.json says: how far training is, which files hold its tensors, and what it belongs to.</summary>
/// <param name="Format">"attune-checkpoint".</param>
/// <param name="FormatVersion">1.</param>
/// <param name="Epoch">Epochs that are over.</param>
/// <param name="Step">Steps of the running epoch that are over.</param>
/// <param name="OptimizerSteps">Steps that the optimizer has taken.</param>
/// <param name="Loss">The sum of the running epoch's losses.</param>
/// <param name="Ended">Whether training has ended.</param>
/// <param name="Tensors">The file with parameters and the optimizer's memory.</param>
/// <param name="BestEpoch">The epoch of the best model so far, from 1; null where training is not watched.</param>
/// <param name="BestValue">What was measured then; null for NaN.</param>
/// <param name="BestTensors">The file with the best model's weights.</param>
/// <param name="Facts">Options and data, by name.</param>
/// <param name="OptimizerTargets">Training targets that the optimizer's steps were taken on, from which the product of all decays of a half-life follows; 0 in files that do not say.</param>
sealed record CheckpointHeader(string Format, int FormatVersion, int Epoch, int Step, long OptimizerSteps, double Loss, bool Ended, string Tensors, int? BestEpoch, double? BestValue,
    string? BestTensors, IReadOnlyDictionary<string, string> Facts, long OptimizerTargets = 0);
