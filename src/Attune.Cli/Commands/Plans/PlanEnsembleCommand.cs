using System.CommandLine;
using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune plan ensemble</c>: single models, tuned ones and ensembles of these on a shop's own events, with what each of them takes, as a study in a folder.</summary>
static class PlanEnsembleCommand
{
    static readonly Option<string> Data = new("--data") { HelpName = "FILE", Description = "The events." };
    static readonly Option<string> Task = new("--task") { HelpName = "rating|rank", Description = "What is asked of a model: ratings (RMSE) or lists (NDCG@10).", DefaultValueFactory = _ => "rank" };
    static readonly Option<string> Members = new("--members") { HelpName = "LIST", Description = $"Models, each tuned and a member of every ensemble: at least two. Default: {string.Join(',', EnsemblePlan.UsualMembers(rates: false))}; of ratings {string.Join(',', EnsemblePlan.UsualMembers(rates: true))}." };
    static readonly Option<string> Strategies = new("--strategies") { HelpName = "LIST", Description = $"Of lists {string.Join(", ", EnsemblePlan.StrategiesOf(rates: false))}; of ratings {string.Join(", ", EnsemblePlan.StrategiesOf(rates: true))}. Default: all." };
    static readonly Option<int> TopK = new("--top-k") { HelpName = "K", Description = "How many members top keeps.", DefaultValueFactory = _ => 3 };
    static readonly Option<int> Trials = new("--trials") { HelpName = "N", Description = "Trials to find each member's options, the first with its defaults.", DefaultValueFactory = _ => 5 };
    static readonly Option<int> Seeds = new("--seeds") { HelpName = "N", Description = "How often the data is parted anew and everything trained: with 2 and more, gains are tested.", DefaultValueFactory = _ => 3 };
    static readonly Option<string> Format = new("--format") { HelpName = "FORMAT", Description = "The file's format. Default: detected." };
    static readonly Option<string> Columns = new("--columns") { HelpName = "MAP", Description = "Which column is what: user=0,item=1,rating=2. Default: detected." };
    static readonly Option<string[]> Kept = new("--filter") { HelpName = "FILTER", Description = $"May be repeated; applied in order: {Filters.Forms}." };
    static readonly Option<string> Out = new("--out") { HelpName = "DIR", Description = "Where the study lies; the same command goes on there." };
    static readonly EnergyFlags Energy = [];

    internal static Verb Create() => new Verb("ensemble", "Is an ensemble worth its electricity here? Trains members, tuned members and ensembles on your events, and recommends one.",
        "attune plan ensemble --data ratings.csv --task rating --members baseline,svd,slope-one --energy cpu:10 --out out/worth",
        "attune plan ensemble --data clicks.csv --strategies average,top --worth 0.05 --energy rapl --out out/worth --json") { Data, Task, Members, Strategies, TopK, Trials, Seeds, StudyReportCommand.Worth, Format, Columns, Kept, Out, StudyTraining.Minutes, RunOptions.OfAll, Energy }.Does(call =>
    {
        var plan = PlanOf(call);
        var folder = call.Needed(Out, "say where the study is to lie, as in --out out/worth.");
        var worth = StudyReportCommand.WorthOf(call);
        var study = UsageException.Reading("--out", () => plan.In(folder));
        var energy = Energy.Options(call) ?? throw new UsageException("--energy is missing: without a meter nobody can say what an ensemble costs. attune doctor says which there are; --energy cpu:10 is an estimate, for a processor of 10 W a core.");
        using var meter = energy.Meter;
        using var run = StudyRun.Open(study, StudyTraining.Options(call, study) with { Energy = energy, Limit = StudyTraining.Limit(call) });
        StudyTraining.Work(call, run);
        var report = StudyRun.ReportOf(study, run.Results, worth);
        StudyCommand.Write(study, report);
        call.Answer(StudyCommand.Json(study, run.Results, call, worth), report);
    });

    static EnsemblePlan PlanOf(Call call)
    {
        var rates = call.Value(Task) switch { "rating" => true, "rank" => false, var other => throw new UsageException($"--task is {other}; it must be rating or rank.") };
        var file = call.Needed(Data, "name the file of events.");
        if (!File.Exists(file)) throw new UsageException($"--data: there is no file {file} (looked for at {Path.GetFullPath(file)}).");
        return UsageException.Reading("plan ensemble", () => EnsemblePlan.Of(Path.GetFullPath(file), rates, List(call, Members), List(call, Strategies)) with
        {
            TopK = call.Value(TopK),
            Trials = call.Value(Trials),
            Seeds = call.Value(Seeds),
            Format = call.Value(Format),
            Columns = call.Value(Columns),
            Filters = call.Value(Kept) ?? [],
        });
    }

    static string[]? List(Call call, Option<string> option) => call.Value(option)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
