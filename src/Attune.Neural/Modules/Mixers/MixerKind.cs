namespace Attune.Neural;

/// <summary>
/// The kinds of <see cref="TokenMixer"/>. D is the width, H the heads, K and V the widths of a head's keys and values; S is a state of K × V for each head, and what is read of it is S_tᵀ q_t
/// with queries divided by √K. Where the papers' sizes do not fit small widths, the rule given here is a reconstruction.
/// </summary>
public enum MixerKind
{
    /// <summary>Softmax attention with rotary positions (Vaswani et al. 2017, arXiv:1706.03762): every earlier place can be looked up; the state grows with the sequence. K = V = D/H.</summary>
    Softmax,

    /// <summary>
    /// HGRN (Qin et al. 2023, arXiv:2311.04823): h_t = f_t∘h_{t−1} + (1 − f_t)∘silu(W_i x), a state of one number for each channel, with a forget gate f whose lower bound rises from layer to layer.
    /// No heads.
    /// </summary>
    Hgrn,

    /// <summary>RetNet (Sun et al. 2023, arXiv:2307.08621): S_t = γ_h S_{t−1} + k_t v_tᵀ, which fades at a fixed rate, with rotary positions. K = D/H, V = 2D/H.</summary>
    RetNet,

    /// <summary>Gated linear attention (Yang et al. 2024, arXiv:2312.06635): S_t = diag(α_t) S_{t−1} + k_t v_tᵀ, which fades by channel, as the item at hand says. K = D/2H, V = D/H.</summary>
    Gla,

    /// <summary>HGRN-2 (Qin et al. 2024, arXiv:2404.07904): S_t = diag(g_t) S_{t−1} + (1 − g_t) v_tᵀ, whose keys are what its forget gates leave. K = V = D/H.</summary>
    Hgrn2,

    /// <summary>DeltaNet (Schlag et al. 2021, arXiv:2102.11174): S_t = S_{t−1} + β_t k_t (v_t − S_{t−1}ᵀ k_t)ᵀ, which is corrected where a key is written again. K = V = D/H.</summary>
    DeltaNet,

    /// <summary>Gated DeltaNet (Yang et al. 2024, arXiv:2412.06464): the delta rule on a state that fades first, as the item at hand says. K = ¾D/H rounded down, at least 1; V = 2K.</summary>
    GatedDeltaNet,
}
