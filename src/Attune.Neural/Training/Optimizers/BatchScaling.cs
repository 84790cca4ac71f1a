namespace Attune.Neural;

/// <summary>
/// What a good pair of options at one batch size becomes at another. β2 keeps its half-life in targets; the learning rate moves far less than the root of the batch size, and β1 stays.
/// Marek et al., "Small batch size training for language models", 2025.
/// </summary>
public static class BatchScaling
{
    /// <summary>β2 at another batch size with the same half-life in targets: <paramref name="beta2"/>^(<paramref name="to"/>/<paramref name="from"/>).</summary>
    /// <param name="beta2">The share of the mean squared gradient that stays with a step of <paramref name="from"/>, from 0 to 1.</param>
    /// <param name="from">The batch size that it belongs to, above 0.</param>
    /// <param name="to">The batch size that is asked for, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double Beta2(double beta2, double from, double to) =>
        beta2 is >= 0 and <= 1 ? Math.Pow(beta2, Ratio(from, to)) : throw new ArgumentOutOfRangeException(nameof(beta2), beta2, "β2 is a share and must be from 0 to 1.");

    /// <summary>The learning rate at another batch size: <paramref name="learningRate"/> · (<paramref name="to"/>/<paramref name="from"/>)^<paramref name="exponent"/>.</summary>
    /// <param name="learningRate">The rate at <paramref name="from"/>, above 0.</param>
    /// <param name="from">The batch size that it belongs to, above 0.</param>
    /// <param name="to">The batch size that is asked for, above 0.</param>
    /// <param name="exponent">How fast it grows with the batch, from 0 (not at all) to 1 (linear). Default 0.3, by which the grids of the paper's released code are laid.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double LearningRate(double learningRate, double from, double to, double exponent = 0.3)
    {
        if (!(learningRate > 0 && double.IsFinite(learningRate))) throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "The learning rate must be a finite number above 0.");
        if (!(exponent is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "The exponent must be from 0 (the rate stays) to 1 (it grows as the batch).");
        return learningRate * Math.Pow(Ratio(from, to), exponent);
    }

    static double Ratio(double from, double to)
    {
        if (!(from > 0 && double.IsFinite(from))) throw new ArgumentOutOfRangeException(nameof(from), from, "A batch size must be a finite number above 0.");
        if (!(to > 0 && double.IsFinite(to))) throw new ArgumentOutOfRangeException(nameof(to), to, "A batch size must be a finite number above 0.");
        return to / from;
    }
}
