namespace Attune.Neural;

/// <summary>
/// Iterative competitive sparsity: x_0 = max(0, u), T times x ← max(0, x − α_t · mean(x)), y = γ ∘ x_T, for every view its own α and γ. What is below a share of the mean becomes 0 and stays 0; the mean is
/// differentiated too. O(T · width) without sorting (SSR, arXiv:2604.08011).
/// </summary>
sealed class Competition : Module
{
    readonly Tensor _alpha, _gamma;
    readonly int _iterations;
    readonly bool _positive;

    internal Competition(Init init, int views, int width, int iterations, double alpha, bool positive)
    {
        (_iterations, _positive) = (iterations, positive);
        _alpha = Add("alpha", () => init.Constant([iterations, views, 1], positive ? Math.Log(Math.Exp(alpha) - 1) : alpha), decays: false);
        _gamma = Add("gamma", () => init.Constant([views, width], 1), decays: false);
    }

    /// <summary>α as it acts: iterations × views × 1.</summary>
    internal Tensor Alpha => _positive ? _alpha.Softplus() : _alpha;

    /// <summary>γ: views × width.</summary>
    internal Tensor Gamma => _gamma;

    /// <summary>N × views × width, same shape.</summary>
    internal Tensor Forward(Tensor u)
    {
        using var scope = new Scope();
        var (x, alpha) = (u.Relu(), Alpha);
        for (var t = 0; t < _iterations; t++) x = (x - x.Mean(-1, keep: true) * alpha.Select(0, t)).Relu();
        return scope.Return(x * _gamma);
    }
}
