namespace Attune;

/// <summary>What a meter said during a run.</summary>
/// <param name="Samples">Its readings, in order; empty where there is no meter.</param>
/// <param name="Seconds">How long the run was.</param>
/// <param name="Failures">Why readings failed, each time that one did.</param>
sealed record MeterTrace(IReadOnlyList<MeterSample> Samples, double Seconds, IReadOnlyList<string> Failures);
