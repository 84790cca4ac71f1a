namespace Attune.Studies;

/// <summary>What was reached with so much data.</summary>
/// <param name="Size">Events, above 0.</param>
/// <param name="Value">The metric; the more the better.</param>
readonly record struct ScalePoint(double Size, double Value);
