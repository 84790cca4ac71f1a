using System.Globalization;

namespace Attune.Neural;

/// <summary>The width with which a model of clicks has about as many dense parameters as another: what makes a comparison fair.</summary>
/// <param name="Trainer">The model with that width.</param>
/// <param name="Width">The width.</param>
/// <param name="Parameters">Its dense parameters.</param>
/// <param name="Deviation">Parameters ⁄ budget − 1.</param>
public sealed record ParameterMatch(ClickTrainer Trainer, int Width, long Parameters, double Deviation)
{
    const int Widest = 1 << 16;

    /// <summary>Finds the width whose dense parameters come closest to a budget.</summary>
    /// <param name="trainer">A model; all its other options stay.</param>
    /// <param name="fields">The fields of the rows.</param>
    /// <param name="parameters">The budget, from 1.</param>
    /// <param name="tolerance">By what share it may be missed. Default 0.05.</param>
    /// <exception cref="OptionsException">The model has no width, or none meets the budget; the nearest are named.</exception>
    public static ParameterMatch Find(ClickTrainer trainer, ClickFields fields, long parameters, double tolerance = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parameters, 1);
        var name = Options.NameOf(trainer.GetType());
        if (trainer.WithWidth(trainer.WidthStep) is null) throw new OptionsException(name, [$"{name} has no dense layers whose width could be chosen: leave it out of a comparison at equal parameters, or state its size beside the others'."]);
        var (low, high) = (1, Widest / trainer.WidthStep);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Of(trainer, fields, middle, parameters).Parameters < parameters) low = middle + 1;
            else high = middle;
        }
        var (above, below) = (Of(trainer, fields, low, parameters), Of(trainer, fields, Math.Max(1, low - 1), parameters));
        var best = Math.Abs(above.Deviation) <= Math.Abs(below.Deviation) ? above : below;
        return Math.Abs(best.Deviation) <= tolerance ? best : throw new OptionsException(name, [string.Create(CultureInfo.InvariantCulture,
            $"No width of {name} has {parameters} dense parameters within {tolerance:P0}; the nearest, {best.Width}, has {best.Parameters}. Take that as the budget, or change what else makes the model large: layers, the size of vectors.")]);
    }

    static ParameterMatch Of(ClickTrainer trainer, ClickFields fields, int steps, long parameters)
    {
        var wide = trainer.WithWidth(steps * trainer.WidthStep)!;
        var count = wide.DenseParameters(fields);
        return new ParameterMatch(wide, steps * trainer.WidthStep, count, count / (double)parameters - 1);
    }
}
