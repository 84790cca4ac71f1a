namespace Attune;

/// <summary>How far two samples of vectors are apart.</summary>
/// <param name="Biased">MMD² over all pairs, each with itself included: 0 or more.</param>
/// <param name="Unbiased">MMD² over pairs of different vectors: about 0 where both are drawn alike, and may be below.</param>
/// <param name="P">The probability of as large an unbiased MMD² if both were drawn alike, by permutations; NaN without them.</param>
/// <param name="Bandwidth">σ of the RBF kernel; NaN for the cosine.</param>
public sealed record Discrepancy(double Biased, double Unbiased, double P, double Bandwidth = double.NaN);
