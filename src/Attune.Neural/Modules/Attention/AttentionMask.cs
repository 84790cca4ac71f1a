namespace Attune.Neural;

/// <summary>
/// Which places attention may look at: made once for a forward pass and given to every layer of it. It lives in the scope in which it was made.
/// </summary>
public readonly struct AttentionMask
{
    AttentionMask(Tensor scores, Tensor rows) => (Scores, Rows) = (scores, rows);

    /// <summary>What is added to the scores, 1 or B·heads × T × T, or undefined.</summary>
    internal Tensor Scores { get; }

    /// <summary>0 at places that may look at nothing, else 1: B × T or 1 × 1, or undefined where there are none.</summary>
    internal Tensor Rows { get; }

    /// <summary>Makes the mask for sequences of vectors.</summary>
    /// <param name="x">B × T × width: gives sizes, type and device.</param>
    /// <param name="heads">Heads of the attention.</param>
    /// <param name="causal">Whether a place sees only itself and those before it.</param>
    /// <param name="padding">B × T, Bool: true at places that nobody may look at; undefined where there are none, which is faster.</param>
    public static AttentionMask Over(Tensor x, int heads, bool causal, Tensor padding = default)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var (batch, length, type) = (x.Size(0), x.Size(1), x.DType);
        // Finite, so that a row with nothing to look at has a softmax; the sum of two must not overflow either.
        var never = type is DType.Float16 ? -3e4 : -1e9;
        var later = causal ? Tensor.Full([1, length, length], never, type, x.Device).Triu(1) : default;
        if (!padding.IsDefined) return new AttentionMask(causal ? scope.Return(later) : default, default);
        var kept = padding.Not().To(type);
        var hidden = (padding.To(type) * never).Reshape(batch, 1, 1, length);
        if (causal) hidden += later;
        var scores = hidden.Expand(batch, heads, length, length).Reshape(batch * heads, length, length);
        var rows = causal ? kept.CumSum(1).Clamp(0, 1) : kept.Max(1, keep: true).Values;
        return new AttentionMask(scope.Return(scores), scope.Return(rows.Unsqueeze(-1)));
    }
}
