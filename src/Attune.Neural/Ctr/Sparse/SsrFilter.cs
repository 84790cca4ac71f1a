namespace Attune.Neural;

/// <summary>How a view of ssr chooses what it reads: two are the paper's, the others what it is held against.</summary>
public enum SsrFilter
{
    /// <summary>Iterative competitive sparsity over a projection: what is below the mean again and again is set to 0 (SSR-D).</summary>
    Ics,

    /// <summary>Dimensions drawn once, without repeats within a view, and read by gathering (SSR-S).</summary>
    Static,

    /// <summary>The projection as it is.</summary>
    None,

    /// <summary>The ViewWidth largest of the projection; the gradient goes to all as if nothing had been cut (straight-through).</summary>
    TopK,

    /// <summary>Of the dimensions that enter, as many as ViewWidth in mean, drawn anew in every step; none is dropped in scoring.</summary>
    Dropout,

    /// <summary>The projection times σ of another projection: nothing is ever 0.</summary>
    SoftGate,
}
