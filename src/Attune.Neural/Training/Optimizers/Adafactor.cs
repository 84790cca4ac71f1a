namespace Attune.Neural;

/// <summary>
/// Adafactor without momentum (Shazeer and Stern, ICML 2018). Of a matrix whose sides are both 128 or more it remembers only the mean squared gradients of rows and columns, r and
/// c: v_ij = r_i · c_j ⁄ mean(r); of everything else v itself. The step g ⁄ √v is shortened to a root mean square of 1, and counts the learning rate times the parameter's root mean
/// square (at least 0.001). Memory is single precision. Sparse gradients count as dense: <see cref="Optimizer.Tables"/> does not matter.
/// </summary>
/// <param name="parameters">What to train.</param>
/// <param name="learningRate">The step size, relative to the size of the parameters. Default 0.01.</param>
public sealed class Adafactor(IReadOnlyList<Parameter> parameters, double learningRate = 1e-2) : Optimizer(parameters, learningRate, MemoryOf)
{
    const double Least = 1e-30, LeastSize = 1e-3;

    double _decay, _correction;

    /// <summary>How much of the mean squared gradients stays with each step, from 0 to below 1; bias is corrected as Adam's. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>After how many targets half of the mean squared gradients is gone, above 0, in place of <see cref="Beta2"/>, as <see cref="Adam.Beta2HalfLife"/>. 0, the default, for a fixed one.</summary>
    public double Beta2HalfLife { get; init => field = Moments.CheckedHalfLife(value); }

    /// <summary>
    /// The power p of the decay 1 − t^(−p) at step t, in place of both, as in the paper (0.8): the nearer to 1, the more evenly all steps so far count. 0, the default, for a
    /// fixed decay or half-life.
    /// </summary>
    public double Power
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The power must be a finite number above 0, or 0 for a fixed decay.");
    }

    private protected override void Prepare(long targets)
    {
        if (Power > 0) (_decay, _correction) = (1 - Math.Pow(Steps, -Power), 1);
        else if (Beta2HalfLife > 0) (_decay, _correction) = (HalfLife.ToDecay(Beta2HalfLife, targets), 1 - HalfLife.ToDecay(Beta2HalfLife, Targets));
        else (_decay, _correction) = (Beta2, 1 - Math.Pow(Beta2, Steps));
    }

    private protected override bool IsWhole(int index) => true;

    private protected override void UpdateWhole(Tensor value, Tensor gradient, ReadOnlySpan<Parameter> memory, double decay)
    {
        var squares = gradient.Square() + Least;
        Tensor v;
        if (memory.Length == 1) v = Blend(memory[0].Value, squares);
        else
        {
            var (rows, columns) = (Blend(memory[0].Value, squares.Mean(1)), Blend(memory[1].Value, squares.Mean(0)));
            v = (rows / rows.Mean()).Unsqueeze(1) * columns.Unsqueeze(0);
        }
        var step = gradient * (v / _correction).RSqrt().To(gradient.DType);
        var size = Math.Max(LeastSize, RootMeanSquare(value));
        if (decay > 0) value.MultiplyInPlace(1 - LearningRate * decay);
        value.AddInPlace(step, -LearningRate * size / Math.Max(1, RootMeanSquare(step)));
    }

    private protected override void Update(Span<float> value, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float scale, double decay) => throw new NotSupportedException();

    private protected override void Update(Tensor value, Tensor gradient, Tensor first, Tensor second, double decay) => throw new NotSupportedException();

    private protected override (double First, double Second) Fade(long steps, long targets) => throw new NotSupportedException();

    Tensor Blend(Tensor memory, Tensor squares) => memory.MultiplyInPlace(_decay).AddInPlace(squares.To(memory.DType), 1 - _decay);

    static double RootMeanSquare(Tensor tensor) => Math.Sqrt(tensor.Square().Mean().Item());

    static IEnumerable<(string, long[], DType)> MemoryOf(Parameter parameter)
    {
        var type = parameter.Value.DType is DType.Float64 ? DType.Float64 : DType.Float32;
        return parameter.Value.Shape is [>= OptimizerMemory.LeastFactoredSide, >= OptimizerMemory.LeastFactoredSide] shape
            ? [("exp_avg_sq_row", [shape[0]], type), ("exp_avg_sq_column", [shape[1]], type)]
            : [("exp_avg_sq", parameter.Value.Shape, type)];
    }
}
