namespace Attune.Neural;

/// <summary>How parameters are moved by their gradients.</summary>
public enum OptimizerKind
{
    /// <summary>Adam (Kingma and Ba, ICLR 2015); with weight decay it is AdamW (Loshchilov and Hutter, ICLR 2019). Remembers two numbers for each weight.</summary>
    Adam,

    /// <summary>Stochastic gradient descent, which remembers nothing.</summary>
    Sgd,

    /// <summary>Stochastic gradient descent with momentum: one number for each weight.</summary>
    Momentum,

    /// <summary>The sign of the momentum (Bernstein et al., "signSGD", ICML 2018): one number for each weight.</summary>
    Signum,

    /// <summary>Adafactor (Shazeer and Stern, ICML 2018): of a large matrix it remembers a number for each row and column.</summary>
    Adafactor,

    /// <summary>Momentum made orthogonal for matrices (Jordan et al., "Muon", 2024), and Adam for tables, vectors and the rest.</summary>
    Muon,
}
