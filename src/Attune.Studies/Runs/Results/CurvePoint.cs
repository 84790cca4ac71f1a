namespace Attune.Studies;

/// <summary>One measurement on the validation data while a model trains.</summary>
/// <param name="Epoch">After which epoch, from 1.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Seconds">Seconds since the training began, measurements included.</param>
public readonly record struct CurvePoint(int Epoch, double Value, double Seconds);
