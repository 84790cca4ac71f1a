using System.Collections;
using System.CommandLine;

namespace Attune.Cli;

/// <summary>Which models are set side by side, on which splits, measured how.</summary>
sealed class ComparisonOptions : IEnumerable<Option>
{
    readonly Option<string> _models = new("--models") { HelpName = "LIST", Description = "Models by name, each with settings of its own if need be (als:factors=32:iterations=10), or trained folders, whose settings are taken." };
    readonly Option<int> _seeds = new("--seeds") { HelpName = "N", Description = "How often to train a model that draws random numbers, with one seed after another.", DefaultValueFactory = _ => 1 };
    readonly Option<SignificanceTest> _test = new("--significance") { HelpName = "t|wilcoxon|sign|bootstrap", Description = "The paired test that decides which differences are shown.", DefaultValueFactory = _ => SignificanceTest.T };
    readonly Settings _settings = [];
    readonly HoldOutOptions _holdOut = [];
    readonly MeasureOptions _measure = [];
    readonly RunOptions _run = [];

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_models, _seeds, _test, .. _settings, .. _holdOut, .. _measure, .. _run]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether models are named at all.</summary>
    internal bool AreWritten(Call call) => call.Has(_models);

    /// <summary>The data before it is split; null where training and test events are files of their own.</summary>
    internal HoldOutOptions HoldOut => _holdOut;

    internal RunOptions Runs => _run;

    /// <summary>Trains and measures every model on every split.</summary>
    internal Comparison Run(Call call, IReadOnlyList<Split> splits)
    {
        var trainers = Trainers(call);
        var metrics = _measure.Metrics(call);
        var seeds = call.Value(_seeds) is > 0 and var n ? n : throw new UsageException($"--seeds is {call.Value(_seeds)}; it must be 1 or more.");
        var options = _measure.Options(call, _run.Seed(call)) with { Test = call.Value(_test) };
        if (options is { Test: SignificanceTest.Bootstrap, BootstrapSamples: 0 }) throw new UsageException("--significance bootstrap needs resamples: give --bootstrap 1000, say, or ask for another test.");
        UsageException.Reading("--models", () => SeededTrainer.Labels(trainers));
        var comparison = call.Working("comparing", progress => Comparison.Run(trainers, splits, metrics, options, seeds, _run.Context(call, progress)));
        call.Keep(comparison.Notes);
        return comparison;
    }

    IReadOnlyList<ITrainer> Trainers(Call call)
    {
        var names = call.Needed(_models, "name the models to compare, as in --models ease,als,bpr.").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) throw new UsageException("--models names no model; write some, as in ease,als,bpr.");
        return _settings.Apply(call, [.. names.Select(Trainer)], _run.Seed(call));
    }

    // als:factors=32:iterations=10, or a folder, which on Windows may hold a colon too.
    static ITrainer Trainer(string text)
    {
        if (ModelOptions.IsFolder(text)) return ModelOptions.LoadFolder(text).Trainer;
        var parts = text.Split(':');
        return Options.With(ModelOptions.TrainerOrNoFolder("--models", parts[0]), parts.Skip(1).Select(part => Settings.Pair("--models", part)));
    }
}
