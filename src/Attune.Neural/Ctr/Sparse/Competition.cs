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
    readonly Cuts? _cuts;

    /// <param name="init">Device and type.</param>
    /// <param name="views">Views of a row.</param>
    /// <param name="width">Numbers of a view.</param>
    /// <param name="iterations">T.</param>
    /// <param name="alpha">Where α starts.</param>
    /// <param name="positive">Whether α is kept above 0.</param>
    /// <param name="cuts">Of the network that this is a piece of; null where libtorch records all.</param>
    internal Competition(Init init, int views, int width, int iterations, double alpha, bool positive, Cuts? cuts = null)
    {
        (_iterations, _positive, _cuts) = (iterations, positive, cuts);
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
        if (_cuts is { AreOpen: true } && u is { DType: DType.Float32, Device.Kind: DeviceKind.Cpu }) return InOnePass(u, _cuts);
        var (x, alpha) = (u.Relu(), Alpha);
        for (var t = 0; t < _iterations; t++) x = (x - x.Mean(-1, keep: true) * alpha.Select(0, t)).Relu();
        return scope.Return(x * _gamma);
    }

    Tensor InOnePass(Tensor u, Cuts cuts)
    {
        using var scope = new Scope();
        var (input, result, alpha) = (scope.Keep(u.Contiguous()), scope.Keep(Tensor.Empty(u.Shape)), Alpha);
        var loop = new CompetitionLoop((int)u.Size(1), (int)u.Size(2), alpha.ToArray<float>(), _gamma.ToArray<float>());
        loop.Forward(input, result);
        // α as it acts is made anew from what is learned, so that its recording lives as long as the pass.
        return cuts.Add(result, [input, _gamma], gradient =>
        {
            var back = Tensor.Empty(input.Shape);
            var (alphas, gammas) = loop.Backward(input, gradient, back);
            Gradients.Backward(Alpha, Tensor.Of<float>(alphas).Reshape(_alpha.Shape));
            return [back, Tensor.Of<float>(gammas).Reshape(_gamma.Shape)];
        });
    }
}
