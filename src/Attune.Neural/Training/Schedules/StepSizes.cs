namespace Attune.Neural;

/// <summary>
/// The step size of every step of a training, from options that a trainer has as numbers and a word: <c>learningRate = 0.001, schedule = cosine, warmUp = 0.1</c>.
/// </summary>
/// <param name="Highest">The step size after the warm-up, above 0.</param>
/// <param name="Steps">Steps of the whole training.</param>
/// <param name="Schedule">How it changes after the warm-up. Default not at all.</param>
/// <param name="WarmUp">The fraction of the steps in which it rises in a straight line, from 0 (none) to 1. Default 0.</param>
readonly record struct StepSizes(double Highest, long Steps, Schedule Schedule = Schedule.Constant, double WarmUp = 0)
{
    /// <summary>The step size of a step, counted from 0. The first step of a warm-up is not 0: it would be lost.</summary>
    internal double At(long step)
    {
        var warming = (long)Math.Ceiling(WarmUp * Steps);
        if (step < warming) return Highest * (step + 1) / warming;
        var passed = Steps > warming ? Math.Min(1, (double)(step - warming) / (Steps - warming)) : 0;
        return Schedule switch
        {
            Schedule.Linear => Highest * (1 - passed),
            Schedule.Cosine => Highest * (1 + Math.Cos(Math.PI * passed)) / 2,
            _ => Highest,
        };
    }
}
