using System.CommandLine;
using System.Globalization;
using Attune.Neural;
using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune study run</c>: the trainings of a study, one after another, from where they stopped.</summary>
static class StudyRunCommand
{
    const string DataFolder = "ATTUNE_DATA";
    static readonly Argument<string> Name = StudyCommand.Named();
    static readonly Option<string> Only = new("--only") { HelpName = "PART", Description = "Only trainings whose name (data/model/seed) holds this." };
    static readonly Option<double?> Minutes = new("--minutes") { HelpName = "M", Description = "Begin no training after so many minutes, and drop the running one. Default: the study's." };
    static readonly Option<bool> Retry = new("--retry") { Description = "Run trainings again that failed." };
    static readonly Option<string> Data = new("--data") { HelpName = "DIR", Description = $"The folder of the data sets. Default: the folder that {DataFolder} names, else ../shared/data." };
    static readonly Option<int> Threads = RunOptions.OfAll;

    internal static Verb Create() => new Verb("run", "Runs a study: every training is kept in results.csv when it is done, and the same command goes on from there.",
        "attune study run sasrec-lastfm",
        "attune study run sasrec-beauty --only full/ --minutes 30",
        "attune study run ./my-study/spec.json --data ./data --json") { Name, Only, Minutes, Retry, Data, Threads }.Does(call =>
    {
        var study = StudyCommand.Read(call.Value(Name));
        using var run = UsageException.Applying("--only", () => StudyRun.Open(study, Options(call, study)));
        if (run.Results.Count > 0) call.Say(string.Create(CultureInfo.InvariantCulture, $"{run.Results.Count} of {study.Cells.Count} trainings are done; {run.Left.Count} of those asked for are left."));
        Work(call, run);
        var report = run.ToReport();
        call.Say($"The report is in {StudyCommand.Write(study, report)}.");
        call.Answer(StudyCommand.Json(study, run.Results, call), report);
    });

    static void Work(Call call, StudyRun run)
    {
        try
        {
            while (run.Left is [var next, ..] && call.Working($"training {next}", progress => run.Next(Context(call, progress))) is { } result) call.Say(Line(run, result));
            if (run.TimedOut) call.Note(string.Create(CultureInfo.InvariantCulture, $"The time is over with {run.Left.Count} trainings open: {string.Join(", ", run.Left)}."));
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            call.Say(string.Create(CultureInfo.InvariantCulture, $"{run.Results.Count} finished trainings are kept; the same command goes on."));
            throw;
        }
    }

    static FitContext Context(Call call, IProgress<FitProgress> progress) => new() { Progress = progress, Cancellation = call.Cancellation, Threads = RunOptions.ThreadsToRead(call) };

    static string Line(StudyRun run, CellResult result) => string.Create(CultureInfo.InvariantCulture,
        $"{result.Cell}: {(result.Failed ? $"failed: {result.Error}" : string.Join(", ", run.Study.Metrics.Zip(result.Values, (m, v) => string.Create(CultureInfo.InvariantCulture, $"{m.Name} {v:0.0000}"))))}{(result.BestEpoch > 0 ? $", epoch {result.BestEpoch} of {result.Epochs}" : "")}, {result.FitSeconds:0.0} s");

    static StudyRunOptions Options(Call call, Study study) => new()
    {
        Data = call.Value(Data) ?? (Environment.GetEnvironmentVariable(DataFolder) is { Length: > 0 } set ? set : Path.Combine("..", "shared", "data")),
        Only = call.Value(Only),
        Retry = call.Value(Retry),
        Environment = [.. study.Trainers.Values.Any(t => t.GetType().Assembly == typeof(Torch).Assembly) && Torch.IsAvailable ? new[] { KeyValuePair.Create("libtorch", $"{Torch.Version}, vectors {Torch.VectorLevel}") } : []],
        Limit = call.Value(Minutes) is not { } minutes ? null : minutes > 0 && minutes <= SearchOptions.LongestTimeout.TotalMinutes ? TimeSpan.FromMinutes(minutes)
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--minutes is {minutes}; it must be above 0 and at most {SearchOptions.LongestTimeout.TotalMinutes}.")),
    };
}
