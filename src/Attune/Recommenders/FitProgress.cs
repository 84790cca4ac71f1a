namespace Attune;

/// <summary>How far work has come.</summary>
/// <param name="Stage">What is being done, in two or three words ("iteration", "similarities").</param>
/// <param name="Done">Steps done, from 0 to <paramref name="Total"/>.</param>
/// <param name="Total">Steps in all.</param>
/// <param name="Loss">The training loss after this step, where the model computes one.</param>
public readonly record struct FitProgress(string Stage, long Done, long Total, double? Loss = null);
