using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Studies;

namespace Attune.Cli;

/// <summary><c>attune tune</c>: good options for a model, found on validation data alone.</summary>
static class TuneCommand
{
    static readonly Argument<string> Name = new("NAME") { Description = "The model (attune models lists them)." };
    static readonly Settings Set = [];
    static readonly HoldOutOptions HoldOut = [];
    static readonly SearchFlags Flags = [];
    static readonly MeasureOptions Measure = [];
    static readonly RunOptions Run = [];
    static readonly EnergyFlags Energy = [];
    static readonly Option<bool> TestOnce = new("--test-once") { Description = "At the end, measure the settings found and those given once on the test part, trained on all training data." };
    static readonly Option<string> Out = new("--out") { HelpName = "DIR", Description = "Train the settings found on all training data and keep the model in this folder." };
    static readonly Option<string> Page = new("--report") { HelpName = "FILE", Description = $"Write the report to a file too: {ReportFile.Kinds}." };

    internal static Verb Create() => new Verb("tune", "Searches good options for a model: each trial is trained on a part of the training data and measured on the rest of it; the test part is not looked at.",
        "attune tune als --data ratings.csv --split time:0.2",
        "attune tune bpr --data ratings.csv --trials 50 --timeout 10m --journal bpr.jsonl --report tuning.html",
        "attune tune als --data ratings.csv --space factors=32..128:log regularization=0.01,0.1,1 --method grid",
        "attune tune svd --data ml-100k/u.data --split user-random:0.2 --metric rmse --test-once --out model") { Name, Set, HoldOut, Flags, Measure.WithoutMetrics, TestOnce, Out, Page, Run, Energy }.Does(call =>
    {
        var file = ReportFile.Asked(call, Page);
        var folder = call.Value(Out) is { } path ? ModelFolder.Checked(path) : null;
        var trainer = Set.Apply(call, ModelOptions.TrainerOf("NAME", call.Value(Name)), Run.Seed(call));
        var measure = Measure.Options(call, Run.Seed(call));
        var options = Flags.Options(call, trainer, measure, Run.Seed(call));
        using var energy = Energy.Start(call);
        var split = call.During(WorkPhase.Load, () => HoldOut.Splits(call, Run.Seed(call))) is [var one] ? one : throw new UsageException("--split: a search keeps one test part aside; name one way to split, without folds (validation data may be folds: --validation folds:3).");
        var tuning = call.During(WorkPhase.Search, () => Searched(call, trainer, split, options));
        var test = call.Value(TestOnce) ? Tested(call, trainer, tuning, split, measure) : null;
        if (folder is not null) Run.Fit(call, tuning.Trainer, split.Train).Model.Save(folder, TimeProvider.System);
        var command = TrainCommandLine(call, tuning);
        var use = energy.Stop(call);
        var report = Report(call, tuning, test, folder, command);
        if (use is not null) report = report.With(use);
        file?.Write(call, report);
        call.Keep(tuning.Notes);
        call.Answer(Json(call, tuning, test, folder, command, use), report);
    });

    static Tuning Searched(Call call, ITrainer trainer, Split split, SearchOptions options)
    {
        using var search = UsageException.Applying("--validation", () => Search.Open(trainer, split, options));
        if (search.Resumed > 0) call.Say(string.Create(CultureInfo.InvariantCulture, $"{options.Journal} holds {search.Resumed} trials; the search goes on from there."));
        try
        {
            while (call.Working(Title(search, options), progress => search.Next(Run.Context(call, progress))) is { } trial) call.Say(Line(search, trial, options.Metric));
            return call.Working("measuring the settings found", progress => search.Result(Run.Context(call, progress)));
        }
        catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
        {
            call.Say(options.Journal is { } journal ? string.Create(CultureInfo.InvariantCulture, $"{search.Trials.Count} finished trials are in {journal}; the same command goes on with trial {search.Trials.Count + 1}.")
                : string.Create(CultureInfo.InvariantCulture, $"The {search.Trials.Count} finished trials are lost; with --journal FILE a stopped search can go on."));
            throw;
        }
    }

    static string Title(Search search, SearchOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"trial {Math.Min(search.Trials.Count + 1, search.Planned)} of {search.Planned}{(search.Best is { } best ? $", best {options.Metric.Name} {best.Value:0.0000}" : "")}");

    static string Line(Search search, Trial trial, IMetric metric) => string.Create(CultureInfo.InvariantCulture,
        $"trial {trial.Number} of {search.Planned}: {(trial.Error.Length > 0 ? "failed" : $"{metric.Name} {trial.Value:0.0000}")}{(trial.Pruned ? ", given up early" : "")}{(trial == search.Best ? ", the best so far" : search.Best is { } best ? $" (best {best.Value:0.0000})" : "")}: {Words(trial.Settings)}{(trial.Epoch > 0 ? $", epoch {trial.Epoch}" : "")}, {trial.Seconds:0.0} s");

    static string Words(IEnumerable<KeyValuePair<string, string>> settings) => string.Join(' ', settings.Select(s => $"{s.Key}={s.Value}"));

    // The settings given stand beside those found: a number alone does not say what the search was worth.
    static Comparison Tested(Call call, ITrainer given, Tuning tuning, Split split, EvaluationOptions measure)
    {
        ITrainer[] trainers = Options.ToJson(given) == Options.ToJson(tuning.Trainer) ? [given] : [given, tuning.Trainer];
        var comparison = call.Working("testing once", progress => Comparison.Run(trainers, [split], [tuning.Metric], measure, context: Run.Context(call, progress)));
        call.Keep(comparison.Notes);
        return comparison;
    }

    // The line trains on all events of the file, the test part included: that is what a shop wants once it knows what to use.
    static string TrainCommandLine(Call call, Tuning tuning)
    {
        var found = tuning.Settings.ToDictionary();
        string[] settings = [.. Set.Written(call).Where(s => !found.ContainsKey(s.Key)).Concat(tuning.Settings).Select(s => Call.Quoted($"{s.Key}={s.Value}"))];
        return $"attune train {call.Value(Name)} {HoldOut.TrainingWords(call)} --set {string.Join(' ', settings)} --seed {Run.Seed(call).ToString(CultureInfo.InvariantCulture)} --out {Call.Quoted(call.Value(Out) ?? "model")}";
    }

    static Report Report(Call call, Tuning tuning, Comparison? test, string? folder, string command)
    {
        var found = tuning.ToReport();
        return (test is null ? found : found with { Lead = found.Lead.Replace("; the test data has not been looked at.", "; the test data was looked at once, at the end.", StringComparison.Ordinal) }).With(
        [
            .. test is null ? [] : Attune.Report.Of(test).Sections.Select((s, i) => i == 0 ? s with { Heading = $"The test part, looked at once ({s.Heading})" } : s with { Level = 2 }),
            new Section("How to use it") { Text = [.. folder is null ? [] : new[] { $"The model, trained on all training data (without the test part), is in {folder}." }, command] },
        ]);
    }

    static object Json(Call call, Tuning tuning, Comparison? test, string? folder, string command, EnergyUse? use) => new
    {
        model = Options.NameOf(tuning.Trainer.GetType()),
        options = JsonNode.Parse(Options.ToJson(tuning.Trainer)),
        settings = tuning.Settings.ToDictionary(),
        metric = tuning.Metric.Name,
        validation = tuning.Validation,
        method = tuning.Method,
        space = tuning.Space.ToString(),
        seed = Run.Seed(call),
        value = tuning.Value,
        best = Json(tuning.Best),
        given = tuning.Given is { } given ? Json(given) : null,
        trials = tuning.Trials.Select(Json),
        test = test?.Rows.Select(r => new { model = r.Model, split = r.Split, metrics = r.Scores.Metrics.ToDictionary(m => m.Metric, ComparisonJson.Score) }),
        trainCommand = command,
        @out = folder,
        energy = EnergyJson.Of(use),
        peakMemoryMb = Machine.PeakMemoryMb,
        threads = Run.Threads(call),
        notes = call.Notes,
    };

    static object Json(Trial trial) => new
    {
        trial = trial.Number,
        settings = trial.Settings,
        value = trial.Value,
        epoch = trial.Epoch,
        pruned = trial.Pruned,
        seconds = trial.Seconds,
        error = trial.Error.Length > 0 ? trial.Error : null,
    };
}
