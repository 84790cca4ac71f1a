namespace Attune;

/// <summary>What a factorisation machine learns to do.</summary>
public enum FactorizationLoss
{
    /// <summary>To rank what a user has above what the user has not, pair by pair (Bayesian personalised ranking).</summary>
    Bpr,

    /// <summary>To tell what a user has from what the user has not, item by item (logistic loss).</summary>
    Logistic,

    /// <summary>To predict ratings (squared error).</summary>
    Squared,
}
