namespace Attune;

/// <summary>What one phase took, all its turns together.</summary>
/// <param name="Phase">Which.</param>
/// <param name="Of">Whose, as the name of a model; empty where that goes without saying.</param>
/// <param name="Times">How often it was entered, as once for each seed and fold; 0 for the rest.</param>
/// <param name="Cost">Time and energy.</param>
public sealed record EnergyPart(WorkPhase Phase, string Of, int Times, EnergyCost Cost);
