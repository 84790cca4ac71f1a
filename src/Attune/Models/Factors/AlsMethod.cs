namespace Attune;

/// <summary>How <see cref="Als"/> solves the equations of one user or item.</summary>
public enum AlsMethod
{
    /// <summary>A few steps of conjugate gradients from where the vector stands: the quickest.</summary>
    ConjugateGradient,

    /// <summary>Exactly, by Cholesky's factorisation: the fewest iterations, each much slower.</summary>
    Cholesky,

    /// <summary>Exactly for some factors at a time, the others held fixed (iALS++): between the two, for many factors.</summary>
    Block,
}
