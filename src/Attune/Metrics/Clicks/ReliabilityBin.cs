namespace Attune;

/// <summary>Rows of which about the same was predicted.</summary>
/// <param name="Low">The least that was predicted, or the bin's lower edge where bins have equal width.</param>
/// <param name="High">The most, or the upper edge.</param>
/// <param name="Weight">How many rows there are, or what they weigh together; 0 in an empty bin.</param>
/// <param name="Predicted">The mean of what was predicted; NaN in an empty bin.</param>
/// <param name="Observed">The share that was clicked; NaN in an empty bin.</param>
public sealed record ReliabilityBin(double Low, double High, double Weight, double Predicted, double Observed);
