using System.CommandLine;
using System.Globalization;
using Attune.Neural;
using Attune.Studies;

namespace Attune.Cli;

/// <summary>The trainings of a study as a command runs them: where the data is, what is told on the way, what is kept when it is stopped.</summary>
static class StudyTraining
{
    const string DataFolder = "ATTUNE_DATA";

    /// <summary>Where the study's data is; one for all commands that train studies.</summary>
    internal static readonly Option<string> Data = new("--data") { HelpName = "DIR", Description = $"The folder of the data sets. Default: the folder that {DataFolder} names, else ../shared/data." };

    /// <summary>How long a command trains; one for all that can be gone on with.</summary>
    internal static readonly Option<double?> Minutes = new("--minutes") { HelpName = "M", Description = "Begin no training after so many minutes, and drop the running one; the same command goes on. Default: the study's." };

    /// <summary>The time of <see cref="Minutes"/>; null for the study's.</summary>
    internal static TimeSpan? Limit(Call call) => call.Value(Minutes) is not { } minutes ? null : minutes > 0 && minutes <= SearchOptions.LongestTimeout.TotalMinutes ? TimeSpan.FromMinutes(minutes)
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--minutes is {minutes}; it must be above 0 and at most {SearchOptions.LongestTimeout.TotalMinutes}."));

    internal static StudyRunOptions Options(Call call, Study study) => new()
    {
        Data = call.Value(Data) ?? (Environment.GetEnvironmentVariable(DataFolder) is { Length: > 0 } set ? set : Path.Combine("..", "shared", "data")),
        Environment = [.. study.Trainers.Values.Any(t => t.GetType().Assembly == typeof(Torch).Assembly) && Torch.IsAvailable ? new[] { KeyValuePair.Create("libtorch", $"{Torch.Version}, vectors {Torch.VectorLevel}") } : []],
    };

    /// <summary>Trains what is left, until the time is over, and writes the study's report.</summary>
    /// <param name="call">The call.</param>
    /// <param name="run">What is run.</param>
    /// <param name="workers">How many trainings at once, each in a process of its own.</param>
    /// <param name="start">Starts one of these; null to train in this process, one cell after another.</param>
    internal static Report Work(Call call, StudyRun run, int workers = 1, Func<ICellRunner>? start = null)
    {
        if (run.Results.Count > 0) call.Say(string.Create(CultureInfo.InvariantCulture, $"{run.Results.Count} of {run.Study.Cells.Count} trainings are done; {run.Left.Count} of those asked for are left."));
        try
        {
            if (start is null) Alone(call, run);
            else Together(call, run, workers, start);
            if (run.TimedOut) call.Note(string.Create(CultureInfo.InvariantCulture, $"The time is over with {run.Left.Count} trainings open: {string.Join(", ", run.Left)}."));
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            call.Say(string.Create(CultureInfo.InvariantCulture, $"{run.Results.Count} finished trainings are kept; the same command goes on."));
            throw;
        }
        var report = run.ToReport();
        call.Say($"The report is in {StudyCommand.Write(run.Study, report)}.");
        return report;
    }

    static void Alone(Call call, StudyRun run)
    {
        while (run.Left is [var next, ..] && call.Working($"training {next}", progress => run.Next(Context(call, progress))) is { } result) call.Say(Line(run, result));
    }

    static void Together(Call call, StudyRun run, int workers, Func<ICellRunner> start) => call.Working(string.Create(CultureInfo.InvariantCulture, $"training, {workers} at once"), progress =>
    {
        run.Together(workers, start, result => call.Say(Line(run, result)), Context(call, progress));
        return run.TimedOut;
    });

    internal static FitContext Context(Call call, IProgress<FitProgress> progress) => new() { Progress = progress, Cancellation = call.Cancellation, Threads = RunOptions.ThreadsToRead(call) };

    static string Line(StudyRun run, CellResult result) => string.Create(CultureInfo.InvariantCulture,
        $"{result.Cell}: {(result.Failed ? $"failed: {result.Error}" : string.Join(", ", run.Study.Metrics.Zip(result.Values, (m, v) => string.Create(CultureInfo.InvariantCulture, $"{m.Name} {v:0.0000}"))))}{(result.BestEpoch > 0 ? $", epoch {result.BestEpoch} of {result.Epochs}" : "")}, {result.FitSeconds:0.0} s");
}
