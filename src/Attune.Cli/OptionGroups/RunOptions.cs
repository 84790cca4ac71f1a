using System.Collections;
using System.CommandLine;
using System.Diagnostics;

namespace Attune.Cli;

/// <summary>What every computation has: a seed, a number of threads, and for neural models a device.</summary>
sealed class RunOptions : IEnumerable<Option>
{
    readonly Option<int> _seed = new("--seed") { HelpName = "N", Description = "Seed of models, random splits and intervals.", DefaultValueFactory = _ => 42 };
    // One for all commands, so that reading a file can ask for it whatever the command.
    internal static readonly Option<int> OfAll = new("--threads") { HelpName = "N", Description = "Threads to use; results do not depend on it. Default: all processors." };
    readonly Option<int> _threads = OfAll;
    readonly Option<string> _device = new("--device") { HelpName = "D", Description = "Where neural models are trained: cpu, cuda or cuda:N.", DefaultValueFactory = _ => "cpu" };

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_seed, _threads, _device]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal Option DeviceOption => _device;

    /// <summary>The device of neural models, as it was written.</summary>
    internal string Device(Call call) => call.Value(_device)!;

    internal int Seed(Call call) => call.Value(_seed);

    /// <summary>The threads to use, at least 1.</summary>
    internal int Threads(Call call) => Checked(call.Value(_threads));

    /// <summary>The threads to read a file with; all processors for a command without --threads.</summary>
    internal static int ThreadsToRead(Call call) => Checked(call.Value(OfAll));

    static int Checked(int asked) => asked switch
    {
        < 0 => throw new UsageException($"--threads is {asked}; it must be 1 or more, or 0 for all processors."),
        0 => Environment.ProcessorCount,
        _ => asked,
    };

    /// <summary>The circumstances of a training or a measurement.</summary>
    internal FitContext Context(Call call, IProgress<FitProgress> progress) => new() { Progress = progress, Cancellation = call.Cancellation, Phases = call.Phases, Threads = Threads(call), Setup = new TrainingSetup { Device = Device(call) } };

    /// <summary>Fits a model, and says how many seconds it took.</summary>
    internal (IRecommender Model, double Seconds) Fit(Call call, ITrainer trainer, Dataset data, Func<FitContext, FitContext>? more = null)
    {
        using var phase = call.Phases?.Enter(WorkPhase.Fit, Options.NameOf(trainer.GetType()));
        var clock = Stopwatch.StartNew();
        var model = call.Working($"training {Options.NameOf(trainer.GetType())}", progress => trainer.Fit(data, Context(call, progress) is var context && more is not null ? more(context) : context));
        return (model, clock.Elapsed.TotalSeconds);
    }
}
