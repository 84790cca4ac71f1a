using System.Globalization;
using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// A training: epochs of steps, each of which adds up the gradients of its parts and moves the parameters once. Whoever trains says what is learned; the loop
/// does the rest: schedule, clipping, progress, log, cancellation, early stopping with the best weights, checkpoints, other processes, and an error that
/// names step and tensor where a number is no longer finite. What is learned depends neither on where training was interrupted nor on how parts were shared out.
/// </summary>
sealed record TrainingLoop
{
    /// <summary>The name of the model, for errors.</summary>
    internal required string Name { get; init; }

    /// <summary>What is trained.</summary>
    internal required Module Network { get; init; }

    /// <summary>Moves its parameters, and clips their gradients; the caller disposes it.</summary>
    internal required Optimizer Optimizer { get; init; }

    /// <summary>Passes over the data, from 0.</summary>
    internal required int Epochs { get; init; }

    /// <summary>Steps of an epoch.</summary>
    internal required int Steps { get; init; }

    /// <summary>Steps after which it ends, in the last of the epochs; null for the end of that.</summary>
    internal long? MostSteps { get; init; }

    /// <summary>
    /// Runs one part of a batch forward and backward: adds to the parameters share · the gradient of the part's mean loss, where the shares of all parts of a step sum to 1.
    /// Depends on the part and the parameters alone.
    /// </summary>
    internal required Func<Part, Learned> Learn { get; init; }

    /// <summary>The model of what has been learned so far.</summary>
    internal required Func<IRecommender> Model { get; init; }

    /// <summary>The step size of each step, counted from 0 over all epochs; null leaves the optimizer's.</summary>
    internal Func<long, double>? Schedule { get; init; }

    /// <summary>Gradients longer than this, as one vector over all parameters, are shortened to it. Default infinity.</summary>
    internal double ClipNorm { get; init; } = double.PositiveInfinity;

    /// <summary>Parts that each process adds up before a step, from 1: less memory, the same result.</summary>
    internal int MicroBatches { get; init; } = 1;

    /// <summary>
    /// How many targets a step has, known before it is learned, where each parameter moves as soon as its gradient is whole (<see cref="Optimizer.FuseIntoBackward"/>); null, the default, moves
    /// all after the step's parts are added up.
    /// </summary>
    internal Func<Part, long>? Fused { get; init; }

    /// <summary>Told before each part where its random numbers begin; parts are 2^20 draws apart. Dropout: <c>p => init.Masks.Position = p</c>.</summary>
    internal IReadOnlyList<Action<long>> Draws { get; init; } = [];

    /// <summary>What a checkpoint must agree with beside the architecture, by name: "options", "data".</summary>
    internal IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>Steps from one line of the log to the next.</summary>
    internal int LogEvery { get; init; } = 10;

    /// <summary>Trains, and gives the last model, or the best one where training is watched.</summary>
    internal IRecommender Run(FitContext context)
    {
        Torch.Threads = context.ThreadCount;
        using var run = new TrainingRun(this, context);
        return run.ToTheEnd();
    }

    /// <summary>The sentence that refuses <see cref="Fused"/> beside what needs whole gradients; null where all is well.</summary>
    internal string? FusedComplaint(int processes)
    {
        const string fused = "fuseUpdate moves each weight as soon as its own gradient is known";
        return Fused is null ? null
            : MicroBatches > 1 ? $"{fused}, but accumulate ({MicroBatches}) adds up the gradients of several parts first: leave out one of them."
            : processes > 1 ? $"{fused}, but the processes of --local-replicas or --nodes ({processes}) add up theirs first: leave out fuseUpdate, or train in one process."
            : double.IsFinite(ClipNorm) ? string.Create(CultureInfo.InvariantCulture, $"{fused}, but clipNorm ({ClipNorm}), which this training sets, must know the gradients of all first: leave out fuseUpdate.")
            : null;
    }
}
