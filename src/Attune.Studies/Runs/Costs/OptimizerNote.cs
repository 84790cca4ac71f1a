using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>With which optimizer a network was trained, as a note of a result: so that a report is written from the results alone.</summary>
/// <param name="Optimizer">Its name, with how long it remembers squares where that is said: "adam half-life 0.02".</param>
/// <param name="Batch">Sequences of a step.</param>
/// <param name="Rate">The step size after the warm-up.</param>
/// <param name="Weights">Bytes of the weights.</param>
/// <param name="State">Bytes that the optimizer remembers.</param>
sealed partial record OptimizerNote(string Optimizer, int Batch, double Rate, long Weights, long State)
{
    /// <summary>The note of a training on so many items; null for a model that is no network over sequences.</summary>
    internal static string? Of(ITrainer trainer, int items)
    {
        if (trainer is not (ISequenceTrainer reader and NetworkTrainer network)) return null;
        using var scope = new Scope();
        using var untrained = reader.Network(new Init((Seed)0), items);
        var memory = OptimizerMemory.Of(network.Optimizer, [.. untrained.Parameters.Select(ParameterShape.Of)]);
        return string.Create(CultureInfo.InvariantCulture, $"optimizer {Name(network)} in batches of {reader.BatchSize} at {network.LearningRate}: {memory.Weights} bytes of weights, {memory.State} of state");
    }

    internal static bool Is(string note) => Form().IsMatch(note);

    internal static OptimizerNote? Read(IEnumerable<string> notes) => notes.Select(n => Form().Match(n)).FirstOrDefault(m => m.Success) is { } m
        ? new OptimizerNote(m.Groups[1].Value, int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture), double.Parse(m.Groups[3].Value, CultureInfo.InvariantCulture), long.Parse(m.Groups[4].Value, CultureInfo.InvariantCulture), long.Parse(m.Groups[5].Value, CultureInfo.InvariantCulture))
        : null;

    static string Name(NetworkTrainer trainer)
    {
        var name = JsonNamingPolicy.KebabCaseLower.ConvertName(trainer.Optimizer.ToString());
        return trainer.Beta2HalfLife > 0 ? string.Create(CultureInfo.InvariantCulture, $"{name} half-life {trainer.Beta2HalfLife}") : trainer.Beta2 is { } beta ? string.Create(CultureInfo.InvariantCulture, $"{name} beta2 {beta}") : name;
    }

    [GeneratedRegex(@"^optimizer (.+) in batches of (\d+) at (\S+): (\d+) bytes of weights, (\d+) of state$")]
    private static partial Regex Form();
}
