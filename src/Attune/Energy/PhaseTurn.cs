namespace Attune;

/// <summary>A stretch of a run during which one phase was the innermost.</summary>
/// <param name="Phase">Which.</param>
/// <param name="Of">Whose.</param>
/// <param name="IsEntry">Whether the phase began here, and did not go on after one within it.</param>
/// <param name="Begin">Seconds from the beginning of the run.</param>
/// <param name="End">Seconds from the beginning of the run.</param>
/// <param name="CpuSeconds">Processor time of the process meanwhile.</param>
/// <param name="Lists">Lists of recommendations made meanwhile.</param>
sealed record PhaseTurn(WorkPhase Phase, string Of, bool IsEntry, double Begin, double End, double CpuSeconds, long Lists);
