using System.Globalization;
using Attune.Neural;

namespace Attune.Cli;

/// <summary>The options of a training at other batch sizes than the one that they were found at.</summary>
/// <param name="Optimizer">What is asked for; null for Adam among others.</param>
/// <param name="Targets">Targets that a row of a batch has, on average.</param>
/// <param name="BetaHalfLife">Targets after which Adam's mean squared gradient has forgotten half.</param>
/// <param name="Rows">One for each batch size.</param>
sealed record BatchPlan(OptimizerKind? Optimizer, double Targets, double BetaHalfLife, IReadOnlyList<BatchPlan.Row> Rows)
{
    /// <summary>One batch size.</summary>
    /// <param name="Batch">Rows of a batch.</param>
    /// <param name="TargetsPerStep">Targets of a step.</param>
    /// <param name="LearningRate">The scaled step size.</param>
    /// <param name="Beta2">What the half-life is as a share per step.</param>
    /// <param name="StepsPerMillion">Steps in which a million targets are seen.</param>
    /// <param name="Set">The options of a trainer that say so.</param>
    internal sealed record Row(int Batch, double TargetsPerStep, double LearningRate, double Beta2, double StepsPerMillion, string Set);

    /// <summary>Works out the plan.</summary>
    /// <param name="optimizer">The one optimiser that is asked for, or null.</param>
    /// <param name="batches">The batch sizes; the first is the one at which the learning rate was found.</param>
    /// <param name="targets">Targets of a row.</param>
    /// <param name="halfLife">In targets, from 1.</param>
    /// <param name="learningRate">At the first batch size.</param>
    /// <param name="exponent">How fast the learning rate grows with the batch.</param>
    internal static BatchPlan Of(OptimizerKind? optimizer, IReadOnlyList<int> batches, double targets, double halfLife, double learningRate, double exponent) => new(optimizer, targets, halfLife,
    [
        .. batches.Select(batch =>
        {
            var rate = BatchScaling.LearningRate(learningRate, batches[0], batch, exponent);
            return new Row(batch, batch * targets, rate, HalfLife.ToDecay(halfLife, batch * targets), 1e6 / (batch * targets), SetOf(optimizer, batch, rate, halfLife));
        }),
    ]);

    /// <summary>From one batch size to another by halving or doubling, both ends included.</summary>
    internal static IReadOnlyList<int> Between(int from, int to)
    {
        var batches = new List<int>();
        for (var batch = (long)from; from < to ? batch < to : batch > to; batch = from < to ? batch * 2 : batch / 2) batches.Add((int)batch);
        return [.. batches, to];
    }

    /// <summary>Whether the optimiser has a mean squared gradient whose half-life can be held.</summary>
    internal static bool HasSquares(OptimizerKind? optimizer) => optimizer is null or OptimizerKind.Adam or OptimizerKind.Adafactor or OptimizerKind.Muon;

    static string SetOf(OptimizerKind? optimizer, int batch, double rate, double halfLife)
    {
        var name = optimizer is null or OptimizerKind.Adam ? "" : $"optimizer={optimizer} ";
        var squares = HasSquares(optimizer) ? string.Create(CultureInfo.InvariantCulture, $" beta2HalfLife={(halfLife < 1000 ? halfLife : Math.Round(halfLife)):0.###}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{name}batchSize={batch} learningRate={rate:g4}{squares}");
    }
}
