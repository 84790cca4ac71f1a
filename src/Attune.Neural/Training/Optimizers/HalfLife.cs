namespace Attune.Neural;

/// <summary>
/// How long an optimiser remembers, counted in targets instead of steps. A memory that keeps the share β with every step of n targets has fallen to half after t½ targets, where
/// β = 2^(−n/t½): the same t½ means the same at every batch size, the same β does not. Marek et al., "Small batch size training for language models", 2025.
/// </summary>
public static class HalfLife
{
    /// <summary>The share that stays with a step: 2^(−<paramref name="targetsPerStep"/> / <paramref name="halfLife"/>).</summary>
    /// <param name="halfLife">Targets after which half is left, above 0.</param>
    /// <param name="targetsPerStep">Targets of the step, from 0; a step without any forgets nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double ToDecay(double halfLife, double targetsPerStep)
    {
        if (!(halfLife > 0 && double.IsFinite(halfLife))) throw new ArgumentOutOfRangeException(nameof(halfLife), halfLife, "The half-life is in targets and must be a finite number above 0.");
        if (!(targetsPerStep >= 0 && double.IsFinite(targetsPerStep))) throw new ArgumentOutOfRangeException(nameof(targetsPerStep), targetsPerStep, "The targets of a step must be a finite number from 0.");
        return double.Exp2(-targetsPerStep / halfLife);
    }

    /// <summary>Targets after which half is left: <paramref name="targetsPerStep"/> · log ½ / log <paramref name="decay"/>.</summary>
    /// <param name="decay">The share that stays with a step, above 0 and below 1.</param>
    /// <param name="targetsPerStep">Targets of a step, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double FromDecay(double decay, double targetsPerStep)
    {
        if (!(decay is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(decay), decay, "The share that stays with a step must be above 0 and below 1: else nothing or everything is forgotten, and there is no half-life.");
        if (!(targetsPerStep > 0 && double.IsFinite(targetsPerStep))) throw new ArgumentOutOfRangeException(nameof(targetsPerStep), targetsPerStep, "The targets of a step must be a finite number above 0.");
        return -targetsPerStep / Math.Log2(decay);
    }
}
