namespace Attune.Studies;

/// <summary>What a check has found.</summary>
/// <param name="Passed">Whether it holds.</param>
/// <param name="Measured">The number that decided; NaN where none did.</param>
/// <param name="Allowed">The number that it was held against; NaN where there is none.</param>
/// <param name="Words">What the two numbers are, and on what they were measured.</param>
sealed record CheckResult(bool Passed, double Measured, double Allowed, string Words);
