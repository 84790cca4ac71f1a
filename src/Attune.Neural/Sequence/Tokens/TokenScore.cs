namespace Attune.Neural;

/// <summary>How well a network answers the places that ask.</summary>
/// <param name="Accuracy">The share of places where the right token scores highest.</param>
/// <param name="Loss">The mean of −ln of the probability of the right token.</param>
/// <param name="Asked">Places that ask.</param>
readonly record struct TokenScore(double Accuracy, double Loss, int Asked);
