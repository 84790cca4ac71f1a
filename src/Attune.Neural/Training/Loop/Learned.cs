namespace Attune.Neural;

/// <summary>What a part of a batch gave, after its gradients were added.</summary>
/// <param name="Loss">Its mean loss: one number, detached.</param>
/// <param name="Share">What it weighs in the step: its gradients were multiplied by it.</param>
/// <param name="Cells">Places computed, padding included: what speed is counted in.</param>
/// <param name="StepTargets">The targets of the whole step, over all parts and processes: every part knows them, so nobody need ask the others.</param>
readonly record struct Learned(Tensor Loss, double Share, long Cells, long StepTargets);
