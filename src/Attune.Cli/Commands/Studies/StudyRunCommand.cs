using System.CommandLine;
using System.Globalization;
using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune study run</c>: the trainings of a study, one after another, from where they stopped.</summary>
static class StudyRunCommand
{
    static readonly Argument<string> Name = StudyCommand.Named();
    static readonly Option<string> Only = new("--only") { HelpName = "PART", Description = "Only trainings whose name (data/model/seed) holds this." };
    static readonly Option<double?> Minutes = new("--minutes") { HelpName = "M", Description = "Begin no training after so many minutes, and drop the running one. Default: the study's." };
    static readonly Option<bool> Retry = new("--retry") { Description = "Run trainings again that failed." };
    static readonly EnergyFlags Energy = [];
    static readonly Option<int> Threads = RunOptions.OfAll;

    internal static Verb Create() => new Verb("run", "Runs a study: every training is kept in results.csv when it is done, and the same command goes on from there.",
        "attune study run sasrec-lastfm",
        "attune study run sasrec-beauty --only full/ --minutes 30",
        "attune study run ./my-study/spec.json --data ./data --json",
        "attune study run ./my-study/spec.json --energy rapl --idle-seconds 60") { Name, Only, Minutes, Retry, StudyTraining.Data, Threads, Energy }.Does(call =>
    {
        var study = StudyCommand.Read(call.Value(Name));
        var energy = Energy.Options(call);
        using var meter = energy?.Meter;
        using var run = UsageException.Applying("--only", () => StudyRun.Open(study, Options(call, study) with { Energy = energy }));
        var report = StudyTraining.Work(call, run);
        call.Answer(StudyCommand.Json(study, run.Results, call), report);
    });

    static StudyRunOptions Options(Call call, Study study) => StudyTraining.Options(call, study) with
    {
        Only = call.Value(Only),
        Retry = call.Value(Retry),
        Limit = call.Value(Minutes) is not { } minutes ? null : minutes > 0 && minutes <= SearchOptions.LongestTimeout.TotalMinutes ? TimeSpan.FromMinutes(minutes)
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--minutes is {minutes}; it must be above 0 and at most {SearchOptions.LongestTimeout.TotalMinutes}.")),
    };
}
