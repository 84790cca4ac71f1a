using System.Runtime.ExceptionServices;

namespace Attune;

/// <summary>The circumstances of one training: nothing in here changes what is learned, except the model to start from.</summary>
public sealed record FitContext
{
    /// <summary>Told after every stage of work; null for nobody.</summary>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>Ends training with <see cref="OperationCanceledException"/>, leaving nothing half-made.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Threads to use; 0 (the default) means all processors.</summary>
    public int Threads { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>An earlier model of the same kind, whose users and items may be fewer; null to start anew.</summary>
    public IRecommender? StartFrom { get; init; }

    /// <summary>Ends an iterative training early; null trains all epochs. Models with a closed form ignore it.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Device, checkpoints, log and other processes of a neural training; null for the machine's own processor and nothing else. Classic models ignore it.</summary>
    public TrainingSetup? Setup { get; init; }

    /// <summary>Is told which phase of the work begins and ends, to count what each costs; null for nobody.</summary>
    public IPhaseObserver? Phases { get; init; }

    /// <summary>The context of a caller who gave none.</summary>
    public static FitContext Default { get; } = new();

    /// <summary>The number of threads to use, at least 1.</summary>
    public int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>Options for parallel loops under this context.</summary>
    public ParallelOptions Parallel => new() { MaxDegreeOfParallelism = ThreadCount, CancellationToken = Cancellation };

    /// <summary>A parallel loop under this context. The first error of its body comes out as it is, not wrapped: callers know the model's errors, not the loop's.</summary>
    internal void For(int count, Action<int> body)
    {
        try
        {
            System.Threading.Tasks.Parallel.For(0, count, Parallel, body);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    /// <summary>
    /// An iterative training: <paramref name="epoch"/> runs one epoch (from 1) and returns its loss where it knows one; <paramref name="model"/> makes the
    /// model of what has been learned so far, whose arrays may be live. Returns the last model, or the best one where training is watched.
    /// </summary>
    internal IRecommender Train(string stage, int epochs, Func<int, double?> epoch, Func<IRecommender> model)
    {
        Report(stage, 0, epochs);
        for (var e = 1; e <= epochs; e++)
        {
            Report(stage, e, epochs, epoch(e));
            if (EarlyStopping?.EndsAfter(e, epochs, model) == true) break;
        }
        return EarlyStopping?.Best ?? model();
    }

    /// <summary>Reports progress and stops where cancellation was asked for: call once per epoch or block.</summary>
    public void Report(string stage, long done, long total, double? loss = null)
    {
        Cancellation.ThrowIfCancellationRequested();
        Progress?.Report(new FitProgress(stage, done, total, loss));
    }
}
