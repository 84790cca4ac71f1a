namespace Attune;

/// <summary>How <see cref="Baseline"/> finds its biases.</summary>
public enum BaselineMethod
{
    /// <summary>Alternating ridge regressions: all item biases, then all user biases, and again.</summary>
    Als,

    /// <summary>Stochastic gradient descent, rating after rating.</summary>
    Sgd,
}
