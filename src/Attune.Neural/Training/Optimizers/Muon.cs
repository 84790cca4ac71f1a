namespace Attune.Neural;

/// <summary>
/// Muon (Jordan et al., 2024): the momentum of a matrix is made nearly orthogonal, so that it moves in all directions alike, by five steps of a Newton–Schulz iteration, and counts
/// the learning rate times √max(1, rows ⁄ columns) (rows are what a linear layer gives, as PyTorch lays them out). Tables, vectors and everything else that is no matrix are moved
/// by Adam, whose tables follow <see cref="Optimizer.Tables"/>. Weight decay shrinks the parameters themselves.
/// </summary>
/// <param name="parameters">What to train; those with <see cref="Parameter.IsTable"/> and those of other than two dimensions by Adam.</param>
/// <param name="learningRate">The step size. Default 0.02.</param>
public sealed class Muon(IReadOnlyList<Parameter> parameters, double learningRate = 2e-2) : Optimizer(parameters, learningRate, MemoryOf)
{
    const int Iterations = 5;

    Moments _moments;

    /// <summary>How much of a matrix's mean gradient stays with each step, from 0 to below 1. Default 0.95.</summary>
    public double Momentum { get; init; } = 0.95;

    /// <summary>Whether a matrix looks ahead along its momentum (Nesterov's). Default yes.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Adam's step size as a multiple of <see cref="Optimizer.LearningRate"/>, above 0. Default 1.</summary>
    public double AdamRate { get; init; } = 1;

    /// <summary>Adam's <see cref="Adam.Beta1"/>. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's <see cref="Adam.Beta2"/>. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Adam's <see cref="Adam.Beta2HalfLife"/>. Default 0, for a fixed one.</summary>
    public double Beta2HalfLife { get; init => field = Moments.CheckedHalfLife(value); }

    /// <summary>Adam's <see cref="Adam.Epsilon"/>. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>
    /// A matrix with the same singular vectors and singular values near 1 (0.7 to 1.2, of those that were not tiny beside the largest): X ← aX + (bA + cA²)X with A = XXᵀ and
    /// (a, b, c) = (3.4445, −4.7750, 2.0315), from X = G ⁄ ‖G‖.
    /// </summary>
    internal static Tensor Orthogonal(Tensor matrix)
    {
        var isTall = matrix.Size(0) > matrix.Size(1);
        var x = isTall ? matrix.T : matrix;
        x *= 1 / (x.Norm().Item() + 1e-7);
        for (var i = 0; i < Iterations; i++)
        {
            var a = x.MatMul(x.T);
            x = (x * 3.4445).AddMm(a.AddMm(a, a, -4.7750, 2.0315), x);
        }
        return isTall ? x.T : x;
    }

    private protected override void Prepare(long targets)
    {
        var moments = Moments.Of(this, targets, Beta1, Beta2, Beta2HalfLife, Epsilon);
        _moments = moments with { Step = AdamRate * moments.Step };
    }

    private protected override bool IsWhole(int index) => IsMatrix(Parameters[index]);

    private protected override void UpdateWhole(Tensor value, Tensor gradient, ReadOnlySpan<Parameter> memory, double decay)
    {
        var mean = memory[0].Value.MultiplyInPlace(Momentum).AddInPlace(gradient, 1 - Momentum);
        var step = Orthogonal(Nesterov ? gradient * (1 - Momentum) + mean * Momentum : mean);
        if (decay > 0) value.MultiplyInPlace(1 - LearningRate * decay);
        value.AddInPlace(step, -LearningRate * Math.Sqrt(Math.Max(1, (double)value.Size(0) / value.Size(1))));
    }

    private protected override void Update(Span<float> value, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float scale, double decay) =>
        _moments.Update(value, gradient, first, second, scale, (float)Keep(decay), 0);

    private protected override void Update(Tensor value, Tensor gradient, Tensor first, Tensor second, double decay) =>
        _moments.Update(value, gradient, first, second, Keep(decay), 0);

    private protected override (double First, double Second) Fade(long steps, long targets) => Moments.Fade(Beta1, Beta2, Beta2HalfLife, steps, targets);

    double Keep(double decay) => 1 - AdamRate * LearningRate * decay;

    static bool IsMatrix(Parameter parameter) => parameter is { IsTable: false, Value.Rank: 2 };

    static IEnumerable<(string, long[], DType)> MemoryOf(Parameter parameter)
    {
        var (shape, type) = (parameter.Value.Shape, parameter.Value.DType);
        return IsMatrix(parameter) ? [("momentum_buffer", shape, type)] : [("exp_avg", shape, type), ("exp_avg_sq", shape, type)];
    }
}
