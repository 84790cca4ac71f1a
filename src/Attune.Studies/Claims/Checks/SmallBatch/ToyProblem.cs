using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// Why momentum helps large batches only, in two dimensions: f(x, y) = x² + 10y² from (−1, 1), where each gradient is seen times a normal number of mean 1, whose deviation falls with the root
/// of the batch. With little noise a large step makes y jump from side to side, which momentum (a moving mean) stops; with much noise small steps are needed, and then nothing jumps.
/// Marek et al., "Small batch size training for language models", 2025, appendix.
/// </summary>
/// <param name="Signal">The gradient's mean over its deviation, above 0.</param>
/// <param name="Steps">Steps of a trajectory.</param>
/// <param name="Seed">Of the noise; trajectories draw from seeds of their own.</param>
readonly record struct ToyProblem(double Signal, int Steps, Seed Seed)
{
    /// <summary>The large batch: five times as much signal as noise, few steps.</summary>
    internal static ToyProblem LargeBatch => new(5, 10, 11);

    /// <summary>The small batch: mostly noise, many steps.</summary>
    internal static ToyProblem SmallBatch => new(0.3, 100, 11);

    /// <summary>The median of f at the end over trajectories.</summary>
    /// <param name="trajectories">How many, from 1.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="momentum">The share of the mean gradient that stays with a step, from 0.</param>
    internal double MedianLoss(int trajectories, double learningRate, double momentum)
    {
        var losses = new double[trajectories];
        for (var t = 0; t < trajectories; t++) losses[t] = Loss(Seed.Derive(t).Stream(), learningRate, momentum);
        Array.Sort(losses);
        return trajectories % 2 == 1 ? losses[trajectories / 2] : (losses[trajectories / 2 - 1] + losses[trajectories / 2]) / 2;
    }

    double Loss(RandomStream stream, double learningRate, double momentum)
    {
        var (x, y, meanX, meanY) = (-1.0, 1.0, 0.0, 0.0);
        for (var step = 0; step < Steps; step++)
        {
            var seen = 1 + stream.NextGaussian() / Signal;
            meanX = momentum * meanX + (1 - momentum) * seen * 2 * x;
            meanY = momentum * meanY + (1 - momentum) * seen * 20 * y;
            (x, y) = (x - learningRate * meanX, y - learningRate * meanY);
        }
        return x * x + 10 * y * y;
    }
}
