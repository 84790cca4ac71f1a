namespace Attune.Neural;

/// <summary>The function between the two layers of a <see cref="FeedForward"/>.</summary>
public enum Activation
{
    /// <summary>x·Φ(x) with the exact error function.</summary>
    Gelu,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x·σ(x).</summary>
    Silu,

    /// <summary>silu(a)·b, where a and b are the halves of a first layer of twice the size (Shazeer 2020, arXiv:2002.05202).</summary>
    SwiGlu,
}
