namespace Attune.Neural;

/// <summary>
/// Mean 0 and variance 1 of every feature over the rows of the batch, then times weight plus bias (Ioffe and Szegedy, ICML 2015), as PyTorch's BatchNorm1d; in scoring, over the running
/// mean and variance of training, so that a row's result does not depend on the rows beside it. Starts with weight 1, bias 0, running mean 0 and running variance 1. Where a batch is cut into
/// parts or shared out over processes, each part is a batch of its own: the result is not that of the whole batch, and the running numbers are those of the process that keeps the model.
/// </summary>
public sealed class BatchNorm : Module
{
    readonly Tensor _weight, _bias, _mean, _variance;
    readonly double _momentum, _epsilon;
    readonly long _features;

    /// <summary>Makes the layer.</summary>
    /// <param name="init">Device and type.</param>
    /// <param name="features">Size of the last dimension, from 1.</param>
    /// <param name="momentum">The share of a batch in the running mean and variance, from 0 to 1. Default 0.1, as PyTorch's.</param>
    /// <param name="epsilon">What is added to the variance, above 0. Default 1e-5, as PyTorch's.</param>
    public BatchNorm(Init init, long features, double momentum = 0.1, double epsilon = 1e-5)
    {
        if (momentum is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "The share of a batch in the running mean and variance must be from 0 to 1.");
        (_features, _momentum, _epsilon) = (features, momentum, epsilon);
        _weight = Add("weight", () => init.Constant([features], 1));
        _bias = Add("bias", () => init.Constant([features], 0));
        _mean = Keep("running_mean", () => init.Constant([features], 0));
        _variance = Keep("running_var", () => init.Constant([features], 1));
    }

    /// <summary>Rows × features, same shape. In training the running mean and variance take the batch in, the variance as that of a sample (n − 1).</summary>
    /// <exception cref="OptionsException">A batch of one row in training: its variance is 0.</exception>
    public Tensor Forward(Tensor x)
    {
        if (x.Rank != 2 || x.Size(1) != _features)
            throw new ArgumentException($"BatchNorm over {_features} features reads rows × {_features}, and this is [{string.Join(", ", x.Shape)}].", nameof(x));
        if (IsTraining && x.Size(0) < 2)
            throw new OptionsException("network", [$"BatchNorm cannot learn from a batch of {x.Size(0)} rows: the variance of one row is 0, so every row would come out as the bias, whatever it was. "
                + "Take LayerNorm or RmsNorm, which look at one row alone, or a batch of 2 rows and more (the last batch of an epoch too)."]);
        return x.BatchNorm(_weight, _bias, _mean, _variance, IsTraining, _momentum, _epsilon);
    }
}
