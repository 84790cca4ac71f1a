namespace Attune.Neural;

/// <summary>
/// Adam (Kingma and Ba, ICLR 2015) and AdamW (Loshchilov and Hutter, ICLR 2019), equal to PyTorch's. A sparse gradient moves the rows that it names and by default no others (lazy
/// Adam, PyTorch's SparseAdam): a step over a table of a million items costs what its batch touches.
/// </summary>
/// <param name="parameters">What to train.</param>
/// <param name="learningRate">The step size. Default 0.001.</param>
public sealed class Adam(IReadOnlyList<Parameter> parameters, double learningRate = 1e-3) : Optimizer(parameters, learningRate, "exp_avg", "exp_avg_sq")
{
    Moments _moments;

    /// <summary>How much of the mean gradient stays with each step, from 0 to below 1. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean squared gradient stays with each step, from 0 to below 1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>
    /// After how many targets half of the mean squared gradient is gone, above 0, in place of <see cref="Beta2"/>: each step keeps 2^(−its targets ⁄ half-life), and the bias is
    /// corrected by the product of these (Marek et al., "Small batch size training for language models", 2025). 0 for a fixed <see cref="Beta2"/>, which is the default.
    /// </summary>
    public double Beta2HalfLife { get; init => field = Moments.CheckedHalfLife(value); }

    /// <summary>Added to the root of the mean squared gradient, above 0. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Whether decay shrinks the parameters themselves (AdamW) or is added to the gradient (Adam). Default yes.</summary>
    public bool Decoupled { get; init; } = true;

    double Keep(double decay) => Decoupled ? 1 - LearningRate * decay : 1;

    double Added(double decay) => Decoupled ? 0 : decay;

    private protected override void Prepare(long targets) => _moments = Moments.Of(this, targets, Beta1, Beta2, Beta2HalfLife, Epsilon);

    private protected override void Update(Span<float> value, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float scale, double decay) =>
        _moments.Update(value, gradient, first, second, scale, (float)Keep(decay), (float)Added(decay));

    private protected override void Update(Tensor value, Tensor gradient, Tensor first, Tensor second, double decay) =>
        _moments.Update(value, gradient, first, second, Keep(decay), Added(decay));

    private protected override (double First, double Second) Fade(long steps, long targets) => Moments.Fade(Beta1, Beta2, Beta2HalfLife, steps, targets);
}
