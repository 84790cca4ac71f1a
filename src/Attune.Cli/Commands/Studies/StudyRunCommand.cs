using System.CommandLine;
using System.Globalization;
using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune study run</c>: the trainings of a study, one after another, from where they stopped.</summary>
static class StudyRunCommand
{
    static readonly Argument<string> Name = StudyCommand.Named();
    static readonly Option<string> Only = new("--only") { HelpName = "PART", Description = "Only trainings whose name (data/model/seed) holds this." };
    static readonly Option<string> Attribute = new("--attribute") { HelpName = "NAME", Description = "Only data whose users are grouped by this attribute, as age; on your own events: attune plan audience." };
    static readonly Option<bool> Retry = new("--retry") { Description = "Run trainings again that failed." };
    static readonly Option<int> Parallel = new("--parallel") { HelpName = "N", Description = "Train up to N at once, each in a process of its own with its share of the threads. A meter of the whole machine cannot tell them apart.", DefaultValueFactory = _ => 1 };
    static readonly Option<double?> Memory = new("--memory") { HelpName = "GIB", Description = "GiB for all trainings at once: what cannot fit is refused before the first, the others wait for each other. Default: what the machine has." };
    static readonly EnergyFlags Energy = [];
    static readonly Option<int> Threads = RunOptions.OfAll;

    internal static Verb Create() => new Verb("run", "Runs a study: every training is kept in results.csv when it is done, and the same command goes on from there.",
        "attune study run sasrec-lastfm",
        "attune study run sasrec-beauty --only full/ --minutes 30",
        "attune study run audience --attribute age",
        "attune study run collaborative --parallel 2 --memory 8",
        "attune study run ./my-study/spec.json --data ./data --json",
        "attune study run ./my-study/spec.json --energy rapl --idle-seconds 60") { Name, Only, Attribute, StudyTraining.Minutes, Retry, StudyTraining.Data, Threads, Parallel, Memory, Energy }.Or("resume").Does(call =>
    {
        var study = StudyCommand.Read(call.Value(Name));
        var workers = Workers(call);
        var energy = Energy.Options(call);
        using var meter = energy?.Meter;
        if (workers > 1 && meter is { Covers: not (EnergyScope.Process or EnergyScope.Nothing) }) throw new UsageException($"--energy {meter.Name} measures more than one process, so trainings at once cannot be told apart: leave --parallel out, or take --energy cpu.");
        var options = Options(call, study) with { Energy = energy };
        using var run = UsageException.Applying(call.Has(Attribute) ? "--attribute" : "--only", () => StudyRun.Open(study, options));
        var report = StudyTraining.Work(call, run, workers, workers == 1 ? null : Started(call, study, options, workers));
        call.Answer(StudyCommand.Json(study, run.Results, call), report);
    });

    static Func<ICellRunner> Started(Call call, Study study, StudyRunOptions options, int workers)
    {
        var words = StudyWorkCommand.Words(call, study, options, Math.Max(1, RunOptions.ThreadsToRead(call) / workers), Energy);
        return () => new StudyWorker(study, words);
    }

    static int Workers(Call call) => call.Value(Parallel) is >= 1 and <= 256 and var workers ? workers : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--parallel is {call.Value(Parallel)}; it must be from 1 to 256."));

    static long? Bytes(Call call) => call.Value(Memory) is not { } gib ? null : gib is >= 0.1 and <= 1e6 ? (long)(gib * (1 << 30))
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--memory is {gib} GiB; it must be from 0.1 to 1000000, as in 8."));

    static StudyRunOptions Options(Call call, Study study) => StudyTraining.Options(call, study) with
    {
        Only = call.Value(Only),
        Attribute = call.Value(Attribute),
        Retry = call.Value(Retry),
        Memory = Bytes(call),
        Limit = StudyTraining.Limit(call),
    };
}
