namespace Attune.Neural;

/// <summary>
/// Linear attention whose state fades by channel (RetNet, GLA, HGRN-2): S_t = diag(a_t) S_{t−1} + k_t v_tᵀ and o_t = S_tᵀ q_t, with a state S of K × V for each head. One logarithm of
/// a_t for each channel of the keys, or one for all of them. Queries are scaled by the caller.
/// </summary>
/// <remarks>
/// In chunks of C places (Yang et al. 2024, arXiv:2312.06635), with b_t the sum of log a up to t within the chunk: o_t = (q_t∘e^{b_t})ᵀ S_0 + Σ_{s≤t} ⟨q_t∘e^{b_t−b_s}, k_s⟩ v_s, and
/// S_C = diag(e^{b_C}) S_0 + Σ_s (k_s∘e^{b_C−b_s}) v_sᵀ. Every power is of a difference that is at most 0: e^{−b_s} by itself overflows where a state fades fast.
/// </remarks>
static class DiagonalDecay
{
    /// <summary>How many places a chunk has unless told otherwise.</summary>
    internal const long Chunk = 64;

    // Pairs of places so near to each other get a power of their own; pairs further apart take it in two factors.
    const long Near = 4;

    /// <summary>All places of sequences.</summary>
    /// <param name="q">B × H × T × K.</param>
    /// <param name="k">B × H × T × K.</param>
    /// <param name="v">B × H × T × V.</param>
    /// <param name="logDecay">B (or 1) × H × T × K (or 1), at most 0.</param>
    /// <param name="start">The state before the first place, B × H × K × V; undefined for zeros.</param>
    /// <param name="chunk">How many places are computed at once: changes time and rounding alone.</param>
    /// <returns>B × H × T × V, and the state after the last place.</returns>
    internal static (Tensor Output, Tensor State) Forward(Tensor q, Tensor k, Tensor v, Tensor logDecay, Tensor start = default, long chunk = Chunk)
    {
        using var scope = new Scope();
        var (length, alike) = (q.Size(2), logDecay.Size(3) == 1);
        chunk = alike ? Chunks.Even(length, chunk) : Doubled(Math.Min(length, chunk));
        var (queries, keys, values) = (Chunks.Cut(q, chunk), Chunks.Cut(k, chunk), Chunks.Cut(v, chunk));
        var sums = Chunks.Cut(logDecay, chunk).CumSum(3);
        var end = sums.Narrow(3, chunk - 1, 1);
        var scores = alike ? queries.MatMul(keys.T) * Chunks.Left(sums) : Scores(queries, keys, sums);
        var output = scores.MatMul(values);
        var (before, state) = Carry((keys * (end - sums).Exp()).T.MatMul(values), end.Exp().T, start);
        if (before.IsDefined) output += (queries * sums.Exp()).MatMul(before);
        return (scope.Return(Chunks.Join(output, length)), scope.Return(state));
    }

    /// <summary>One place more: T is 1 in all shapes of <see cref="Forward"/>.</summary>
    internal static (Tensor Output, Tensor State) Step(Tensor q, Tensor k, Tensor v, Tensor logDecay, Tensor state)
    {
        using var scope = new Scope();
        var after = (k.T * v).AddCMul(logDecay.Exp().T, state);
        return (scope.Return(q.MatMul(after)), scope.Return(after));
    }

    // The state before every chunk, and after the last. What chunks write and keep is known: only the sum goes from chunk to chunk.
    static (Tensor Before, Tensor After) Carry(Tensor written, Tensor kept, Tensor start)
    {
        var (writes, factors) = (written.Unbind(2), kept.Unbind(2));
        if (!start.IsDefined && writes.Length == 1) return (default, writes[0]);
        var states = new Tensor[writes.Length + 1];
        states[0] = start.IsDefined ? start : writes[0].ZerosLike();
        for (var n = 0; n < writes.Length; n++) states[n + 1] = n == 0 && !start.IsDefined ? writes[0] : writes[n].AddCMul(factors[n], states[n]);
        return (Tensor.Stack(states.AsSpan(0, writes.Length), 2), states[^1]);
    }

    static long Doubled(long least)
    {
        var size = Near;
        while (size < least) size *= 2;
        return size;
    }

    // ⟨q_t∘e^{b_t−b_s}, k_s⟩ for all pairs of a chunk: … × C × K → … × C × C. Two neighbouring squares and the pairs between them make a square of twice the size, until one is left.
    static Tensor Scores(Tensor q, Tensor k, Tensor sums)
    {
        using var scope = new Scope();
        var (chunk, width) = (q.Size(3), q.Size(4));
        var scores = Squares(q.Reshape(-1, Near, width), k.Reshape(-1, Near, width), sums.Reshape(-1, Near, width));
        for (var size = Near; size < chunk; size *= 2)
        {
            var far = Between(Halves(q, size, width)[1], Halves(k, size, width)[0], Halves(sums, size, width));
            var near = Halves(scores, size, size);
            scores = Tensor.Cat([Tensor.Cat([near[0], near[0].ZerosLike()], -1), Tensor.Cat([far, near[1]], -1)], -2);
        }
        return scope.Return(scores.Reshape(q.Size(0), q.Size(1), q.Size(2), chunk, chunk));
    }

    static Tensor[] Halves(Tensor x, long size, long width) => x.Reshape(-1, 2, size, width).Unbind(1);

    static Tensor Squares(Tensor q, Tensor k, Tensor sums)
    {
        using var scope = new Scope();
        var differences = (sums.Unsqueeze(-2) - sums.Unsqueeze(-3)).MaskedFill(Chunks.Later(Near, q.Device).Unsqueeze(-1), double.NegativeInfinity);
        return scope.Return((differences.Exp() * q.Unsqueeze(-2) * k.Unsqueeze(-3)).Sum(-1));
    }

    // With the sum at the end of the earlier half between both, e^{b_t−b_s} is a product of two powers that are at most 1: matrices can be multiplied.
    static Tensor Between(Tensor q, Tensor k, Tensor[] sums)
    {
        using var scope = new Scope();
        var middle = sums[0].Narrow(1, sums[0].Size(1) - 1, 1);
        return scope.Return((q * (sums[1] - middle).Exp()).Bmm((k * (middle - sums[0]).Exp()).T));
    }
}
