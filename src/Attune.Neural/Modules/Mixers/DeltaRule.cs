namespace Attune.Neural;

/// <summary>
/// Linear attention that corrects what its state holds of a key (DeltaNet, Gated DeltaNet): S' = α_t S_{t−1}, S_t = S' + k_t (β_t (v_t − S'ᵀ k_t))ᵀ and o_t = S_tᵀ q_t, with a state S of
/// K × V for each head. It fades before it is corrected. Queries are scaled and keys normalised by the caller.
/// </summary>
/// <remarks>
/// In chunks of C places (Yang et al. 2024, arXiv:2406.06484 and arXiv:2412.06464), with b_t the sum of log α up to t within the chunk and Γ_ts = e^{b_t−b_s} for s ≤ t: U and W solve
/// X_t = R_t − Σ_{s&lt;t} β_t⟨k_t,k_s⟩Γ_ts X_s with right sides β_t v_t and β_t e^{b_t} k_t. Then V' = U − W S_0, o_t = e^{b_t} S_0ᵀ q_t + Σ_{s≤t} ⟨q_t,k_s⟩Γ_ts V'_s, and
/// S_C = e^{b_C} S_0 + Σ_s e^{b_C−b_s} k_s V'_sᵀ. Both are linear in S_0, so all but S itself is computed for all chunks at once.
/// </remarks>
static class DeltaRule
{
    /// <summary>How many places a chunk has unless told otherwise.</summary>
    internal const long Chunk = 64;

    /// <summary>All places of sequences.</summary>
    /// <param name="q">B × H × T × K.</param>
    /// <param name="k">B × H × T × K.</param>
    /// <param name="v">B × H × T × V.</param>
    /// <param name="beta">How much of an error is corrected, from 0 to 1: B × H × T × 1.</param>
    /// <param name="logDecay">B × H × T × 1, at most 0; undefined where nothing fades.</param>
    /// <param name="start">The state before the first place, B × H × K × V; undefined for zeros.</param>
    /// <param name="chunk">How many places are computed at once: changes time and rounding alone.</param>
    /// <returns>B × H × T × V, and the state after the last place.</returns>
    internal static (Tensor Output, Tensor State) Forward(Tensor q, Tensor k, Tensor v, Tensor beta, Tensor logDecay, Tensor start = default, long chunk = Chunk)
    {
        using var scope = new Scope();
        var (length, width) = (q.Size(2), v.Size(3));
        chunk = Chunks.Even(length, chunk);
        var (queries, keys, rates) = (Chunks.Cut(q, chunk), Chunks.Cut(k, chunk), Chunks.Cut(beta, chunk));
        var fading = logDecay.IsDefined ? new Fading(Chunks.Cut(logDecay, chunk).CumSum(3)) : default;
        var corrected = keys * rates;
        var right = Chunks.Cut(v, chunk) * rates;
        // From a state of zeros the first chunk needs U alone.
        var alone = queries.Size(2) == 1 && !start.IsDefined;
        if (!alone) right = Tensor.Cat([right, fading.SinceStart(corrected)], -1);
        var solved = fading.Between(corrected.MatMul(keys.T)).SolveUnitLower(right);
        var read = fading.Between(queries.MatMul(keys.T)).MatMul(solved);
        var written = fading.UntilEnd(keys).T.MatMul(solved);
        if (alone) return (scope.Return(Chunks.Join(read, length)), scope.Return(written.Select(2, 0)));
        var (reads, writes) = (read.Split([width, keys.Size(4)], -1), written.Split([width, keys.Size(4)], -1));
        var (before, state) = Carry(writes[0], fading.OverChunk(keys) - writes[1], start);
        var output = reads[0] + (fading.SinceStart(queries) - reads[1]).MatMul(before);
        return (scope.Return(Chunks.Join(output, length)), scope.Return(state));
    }

    /// <summary>One place more: T is 1 in all shapes of <see cref="Forward"/>.</summary>
    internal static (Tensor Output, Tensor State) Step(Tensor q, Tensor k, Tensor v, Tensor beta, Tensor logDecay, Tensor state)
    {
        using var scope = new Scope();
        if (logDecay.IsDefined) state *= logDecay.Exp();
        var error = v - k.MatMul(state);
        var after = state + k.T * (error * beta);
        return (scope.Return(q.MatMul(after)), scope.Return(after));
    }

    // The state before every chunk, and after the last: S ← written + kept · S.
    static (Tensor Before, Tensor After) Carry(Tensor written, Tensor kept, Tensor start)
    {
        var (batch, heads, chunks, k, v) = (written.Size(0), written.Size(1), written.Size(2), written.Size(3), written.Size(4));
        var (writes, factors) = (written.Reshape(-1, chunks, k, v).Unbind(1), kept.Reshape(-1, chunks, k, k).Unbind(1));
        var states = new Tensor[chunks + 1];
        states[0] = start.IsDefined ? start.Reshape(-1, k, v) : writes[0].ZerosLike();
        for (var n = 0; n < chunks; n++) states[n + 1] = n == 0 && !start.IsDefined ? writes[0] : writes[n].BAddBmm(factors[n], states[n]);
        return (Tensor.Stack(states.AsSpan(0, (int)chunks), 1).Reshape(batch, heads, chunks, k, v), states[^1].Reshape(batch, heads, k, v));
    }

    // What is left of something after some places of a chunk; without sums all of it.
    readonly struct Fading(Tensor sums)
    {
        readonly Tensor _sums = sums, _left = Chunks.Left(sums);

        internal Tensor Between(Tensor scores) => _sums.IsDefined ? scores * _left : scores.Tril();

        internal Tensor SinceStart(Tensor x) => _sums.IsDefined ? x * _sums.Exp() : x;

        internal Tensor UntilEnd(Tensor x) => _sums.IsDefined ? x * (End - _sums).Exp() : x;

        internal Tensor OverChunk(Tensor keys)
        {
            using var scope = new Scope();
            var k = keys.Size(4);
            var identity = Tensor.Range(0, k, keys.Device).Unsqueeze(-1).Eq(Tensor.Range(0, k, keys.Device)).To(keys.DType);
            return scope.Return(_sums.IsDefined ? identity * End.Exp() : identity);
        }

        Tensor End => _sums.Narrow(3, _sums.Size(3) - 1, 1);
    }
}
