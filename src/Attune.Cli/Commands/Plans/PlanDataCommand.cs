using System.CommandLine;
using System.Globalization;
using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune plan data</c>: whether more data would still help, from learning curves on growing parts of what there is.</summary>
static class PlanDataCommand
{
    const string DefaultModels = "random-order,popularity,item-knn,als,bpr", DefaultSizes = "10%,20%,40%,60%,80%,100%";

    static readonly Option<string> Data = new("--data") { HelpName = "FILE", Description = "The events." };
    static readonly Option<string> From = new("--from") { HelpName = "FILE", Description = "Train nothing, and read the curves off a published tree of results (YAML: OUTPUT, tool, algorithm, data, size, value)." };
    static readonly Option<string> Out = new("--out") { HelpName = "DIR", Description = "With --data: the folder of the study. The same command goes on with what is in it." };
    static readonly Option<string> Models = new("--models") { HelpName = "NAMES", Description = "The models, with their default options.", DefaultValueFactory = _ => DefaultModels };
    static readonly Option<string> Sizes = new("--sizes") { HelpName = "LIST", Description = $"How much of the data, as {StudySize.Forms}. Five or more tell the slope at the end.", DefaultValueFactory = _ => DefaultSizes };
    static readonly Option<string> Thin = new("--thin") { HelpName = "users|histories", Description = "What the training part loses for the smaller sizes, beside one test part that stays. Default: histories." };
    static readonly Option<string> Sampling = new("--sampling") { HelpName = "WAY", Description = $"Instead of --thin, draw samples before the split, as papers do: {SizedData.SamplingForms}. The test part then changes with the size." };
    static readonly Option<string> HowSplit = new("--split") { HelpName = "HOW", Description = "How the test part is cut; one way, without folds. Default: time:0.2 where there are times, else user-random:0.2; new-users:0.2 with --thin users." };
    static readonly Option<int> Seeds = new("--seeds") { HelpName = "N", Description = "With how many seeds every model is trained; more tell chance from growth.", DefaultValueFactory = _ => 1 };
    static readonly Option<string> Metrics = new("--metrics") { HelpName = "LIST", Description = "What is measured; the curves are of the first.", DefaultValueFactory = _ => "ndcg@10,recall@20" };
    static readonly Option<string> Format = new("--format") { HelpName = "FORMAT", Description = "The file's format. Default: detected." };
    static readonly Option<string> Columns = new("--columns") { HelpName = "MAP", Description = "Which column is what, as user=0,item=1,rating=2,time=3. Default: detected." };
    static readonly Option<string[]> Filter = new("--filter") { HelpName = "FILTER", Description = $"May be repeated; applied in order: {Filters.Forms}." };
    static readonly Option<bool> Grades = new("--grades") { Description = "Held-out ratings are the gains of graded metrics; else every held-out item counts alike." };
    static readonly EnergyFlags Energy = [];
    static readonly Option<int> Threads = RunOptions.OfAll;

    internal static Verb Create() => new Verb("data", "Whether more data would still help: trains models on growing parts of the data and says what the last step gains for what it costs.",
        "attune plan data --data clicks.csv --out growth",
        "attune plan data --data ratings.csv --models popularity,item-knn,ease --sizes 5%,10%,20%,40%,60%,80%,100% --seeds 3 --out growth",
        "attune plan data --data clicks.csv --thin users --energy rapl --out growth",
        "attune plan data --from results.yaml") { Data, From, Out, Models, Sizes, Thin, Sampling, HowSplit, Seeds, Metrics, Format, Columns, Filter, Grades, StudyTraining.Minutes, Threads, Energy }.Does(call =>
    {
        if (call.Value(From) is { } tree) Published(call, tree);
        else Own(call);
    });

    static void Published(Call call, string path)
    {
        if (((IEnumerable<Option>)[Data, Out, Models, Sizes, Thin, Sampling, HowSplit, Seeds, Metrics, Format, Columns, Filter, Grades, StudyTraining.Minutes, Threads, .. Energy]).FirstOrDefault(call.Has) is { } other) throw new UsageException($"{other.Name} is for trainings, and --from reads results that are there; leave out one of them.");
        using var reader = new StreamReader(path);
        var curves = PublishedTree.Read(Path.GetFileName(path), reader);
        call.Answer(ScalingJson.Of(curves, call.Notes), PooledReport.Published(Path.GetFileName(path), curves));
    }

    static void Own(Call call)
    {
        var (file, folder) = (call.Needed(Data, "name the file of events, or published results with --from."), call.Needed(Out, "name the folder of the study, from which the same command goes on."));
        if (!File.Exists(file)) throw new UsageException($"--data: there is no file {file}; a folder or a live store is written to a file by attune data convert.");
        var spec = Spec(call, file);
        var study = UsageException.Applying(Out.Name, () => PlannedStudy.In(folder, spec));
        var energy = Energy.Options(call);
        using var meter = energy?.Meter;
        using var run = StudyRun.Open(study, StudyTraining.Options(call, study) with { Data = Path.GetDirectoryName(Path.GetFullPath(file))!, Energy = energy, Limit = StudyTraining.Limit(call) });
        var report = StudyTraining.Work(call, run);
        call.Answer(new { curves = ScalingJson.Of(study, run.Results), study = StudyCommand.Json(study, run.Results, call) }, report);
    }

    // Everything that can be wrong with a word is said of the option, before a file is written.
    static object Spec(Call call, string file)
    {
        string[] List(Option<string> option) => call.Value(option)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? words : throw new UsageException($"{option.Name} is an empty list; name some.");
        var (sizes, models, seeds) = (List(Sizes), List(Models), call.Value(Seeds));
        if (seeds is < 1 or > 1000) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--seeds is {seeds}; it must be from 1 to 1000."));
        if (call.Has(Thin) && call.Has(Sampling)) throw new UsageException("--thin keeps the test part and --sampling does not; write one of them.");
        foreach (var size in sizes) UsageException.Reading(Sizes.Name, () => StudySize.Parse(size));
        foreach (var model in models) UsageException.Reading(Models.Name, () => Trainers.Create(model, []));
        UsageException.Reading(Metrics.Name, () => MetricName.ParseList(call.Value(Metrics)!));
        var sampling = call.Value(Sampling);
        var thin = sampling is null ? call.Value(Thin) ?? SizedData.Histories : null;
        var split = call.Value(HowSplit) ?? (thin == SizedData.Users ? "new-users:0.2" : HasTimes(call, file) ? "time:0.2" : "user-random:0.2");
        return new
        {
            question = $"Would more data like {Path.GetFileName(file)} still help?",
            data = new[] { new { name = Path.GetFileNameWithoutExtension(file).Replace('@', '-'), file = Path.GetFileName(file), format = call.Value(Format), columns = call.Value(Columns), filters = call.Value(Filter) is { Length: > 0 } filters ? filters : null, split, sizes, sampling, thin, grades = call.Value(Grades) ? true : (bool?)null } },
            models = models.Select(m => new { model = m }),
            seeds = Enumerable.Range(42, seeds),
            metrics = List(Metrics),
        };
    }

    static bool HasTimes(Call call, string file) => call.Working($"reading {Path.GetFileName(file)}", _ => Dataset.FromFile(file, new SourceOptions
    {
        Format = call.Value(Format) is { } format ? UsageException.Reading(Format.Name, () => FileFormat.Checked(format)) : null,
        Columns = call.Value(Columns) is { } map ? UsageException.Reading(Columns.Name, () => ColumnMap.Parse(map)) : null,
        Threads = RunOptions.ThreadsToRead(call),
    }, null, call.Cancellation)).HasTimes;
}
