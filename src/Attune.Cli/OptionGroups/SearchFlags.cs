using System.Collections;
using System.CommandLine;
using System.Globalization;
using Attune.Studies;

namespace Attune.Cli;

/// <summary>What is searched, how, and for how long.</summary>
sealed class SearchFlags : IEnumerable<Option>
{
    readonly Option<string> _metric = new("--metric") { HelpName = "METRIC", Description = "What is made best on the validation data.", DefaultValueFactory = _ => "ndcg@10" };
    readonly Option<string[]> _space = new("--space") { HelpName = "OPTION=…", Description = "What to vary: factors=16..256:log, solver=cholesky,cg, or a name for the model's own range. Default: the model's own (attune models NAME).", AllowMultipleArgumentsPerToken = true };
    readonly Option<SearchMethod> _method = new("--method") { HelpName = "tpe|random|grid", Description = "How the next trial is chosen. Default tpe." };
    readonly Option<int?> _trials = new("--trials") { HelpName = "N", Description = "The most trials. Default 30, or the whole grid." };
    readonly Option<int> _levels = new("--levels") { HelpName = "N", Description = "Values of each range in a grid.", DefaultValueFactory = _ => 3 };
    readonly Option<string> _validation = new("--validation") { HelpName = "HOW", Description = "How validation data is cut from the training part. Default: as --split cut the test part." };
    readonly Option<int> _trialPatience = new("--trial-patience") { HelpName = "N", Description = "End after so many trials without a better one. Default 0: never.", DefaultValueFactory = _ => 0 };
    readonly Option<int> _epochPatience = new("--epoch-patience") { HelpName = "N", Description = "End a training after so many epochs without a rise; 0 trains all epochs.", DefaultValueFactory = _ => 3 };
    readonly Option<bool> _prune = new("--prune") { Description = "Give a training up that, from its fourth epoch, lies below the median of the others: faster, and unjust to slow starters." };
    readonly Option<string> _timeout = new("--timeout") { HelpName = "TIME", Description = "Start no trial after this time, and drop the running one: 90s, 10m, 2h." };
    readonly Option<string> _journal = new("--journal") { HelpName = "FILE", Description = "Keep every finished trial here; the same command goes on from it, however it was ended." };

    public IEnumerator<Option> GetEnumerator() =>
        ((IEnumerable<Option>)[_metric, _space, _method, _trials, _levels, _validation, _trialPatience, _epochPatience, _prune, _timeout, _journal]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The file that keeps the trials, or null.</summary>
    internal string? Journal(Call call) => call.Value(_journal) is { } path ? OutputFile.Checked(_journal.Name, path) : null;

    internal SearchOptions Options(Call call, ITrainer trainer, EvaluationOptions measure, int seed) => new()
    {
        Space = UsageException.Reading("--space", () => call.Value(_space) is { Length: > 0 } parts ? SearchSpace.Parse(trainer, string.Join(' ', parts)) : SearchSpace.Of(trainer)),
        Method = call.Value(_method),
        Metric = Metric(call),
        Validation = call.Value(_validation),
        Evaluation = measure,
        Trials = call.Has(_trials) ? AtLeast(1, _trials, call.Value(_trials)!.Value) : null,
        Levels = AtLeast(2, _levels, call.Value(_levels)),
        TrialPatience = AtLeast(0, _trialPatience, call.Value(_trialPatience)),
        EpochPatience = AtLeast(0, _epochPatience, call.Value(_epochPatience)),
        Prune = call.Value(_prune),
        Timeout = call.Value(_timeout) is { } text ? Time(text) : null,
        Seed = seed,
        Journal = Journal(call),
    };

    IMetric Metric(Call call) => UsageException.Reading("--metric", () => MetricName.Parse(call.Value(_metric)!)) is { HigherIsBetter: not null } metric ? metric
        : throw new UsageException($"--metric: {call.Value(_metric)} has no better end, so nothing can be made best by it; name another, as ndcg@10.");

    static int AtLeast(int least, Option option, int value) => value >= least ? value : throw new UsageException($"{option.Name} is {value}; it must be {least} or more.");

    static TimeSpan Time(string text) => TimeText.Read("--timeout", text) is var time && time <= SearchOptions.LongestTimeout ? time
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--timeout: '{text}' is longer than {SearchOptions.LongestTimeout.TotalHours}h, the most; leave it out for no limit."));
}
