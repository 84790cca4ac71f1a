using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// The search for good options of a model. It sees the training part of a split only: validation data is cut from that, each trial trains on the rest and is
/// measured there, and the test part is never looked at. The first trial is the trainer as it was given, so that a gain is one over something. Same seed, same
/// trials; a search that was stopped and goes on from its journal ends as one that was not.
/// </summary>
public sealed class Search : IDisposable
{
    const int UsualTrials = 30;
    readonly ITrainer _trainer;
    readonly SearchOptions _options;
    readonly SearchSpace _space;
    readonly IReadOnlyList<Split> _validation;
    readonly IStrategy _strategy;
    readonly Journal? _journal;
    readonly List<Trial> _trials;
    readonly Trial _given;
    long? _start;

    Search(ITrainer trainer, Func<IReadOnlyList<Split>> validation, SearchOptions options)
    {
        options.Validate();
        Options.Validate(trainer);
        (_trainer, _options, _space) = (trainer, options, options.Space ?? SearchSpace.Of(trainer));
        _validation = validation();
        _strategy = IStrategy.Of(options.Method, _space, options.Levels, ((Seed)options.Seed).Derive("search"));
        _given = AsGiven();
        Planned = Math.Min(options.Trials ?? (_strategy is Grid ? int.MaxValue : UsualTrials), _strategy is Grid grid ? grid.Count + 1 : int.MaxValue);
        _journal = options.Journal is { } path ? Journal.Open(path, SearchIdentity.Of(trainer, _space, _validation, options)) : null;
        _trials = [.. _journal?.Trials ?? []];
        Resumed = _trials.Count;
    }

    /// <summary>The finished trials, in order.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>How many trials there will be at most.</summary>
    public int Planned { get; }

    /// <summary>How many trials the journal held when the search was opened.</summary>
    public int Resumed { get; }

    /// <summary>Whether the journal's last line had been cut off in the middle of a write, and was dropped.</summary>
    public bool WasTorn => _journal?.WasTorn == true;

    /// <summary>Whether the time is over and the running trial was dropped.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>The best trial so far; null before one could be measured.</summary>
    public Trial? Best => _trials.Where(t => !double.IsNaN(t.Value)).MinBy(Loss);

    /// <summary>Searches to the end. To see trials come, or to stop in between, use <see cref="Open"/>.</summary>
    /// <inheritdoc cref="Open"/>
    /// <param name="trainer">The model with its settings; what is not varied stays.</param>
    /// <param name="split">Only its training part is used.</param>
    /// <param name="options">What is searched; null for the defaults.</param>
    /// <param name="context">Progress ("trials", and that of each training), cancellation and threads.</param>
    public static Tuning Run(ITrainer trainer, Split split, SearchOptions? options = null, FitContext? context = null)
    {
        using var search = Open(trainer, split, options);
        while (search.Next(context) is not null)
        {
        }
        return search.Result(context);
    }

    /// <summary>Prepares a search, or takes it up where its journal ends.</summary>
    /// <param name="trainer">The model with its settings; what is not varied stays.</param>
    /// <param name="split">Only its training part is used.</param>
    /// <param name="options">What is searched; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options, space or split do not fit.</exception>
    /// <exception cref="DataException">The journal cannot be used: it is another search's, damaged, or open elsewhere; or the data cannot be split.</exception>
    public static Search Open(ITrainer trainer, Split split, SearchOptions? options = null)
    {
        options ??= new();
        return new(trainer, () => split.Inner(options.Validation ?? ValidationOf(split), options.Seed), options);
    }

    /// <summary>Prepares a search over validation data that has been cut already.</summary>
    internal static Search Over(ITrainer trainer, Split validation, SearchOptions options) => new(trainer, () => [validation], options);

    /// <summary>Makes the next trial and keeps it; null when the search is over.</summary>
    public Trial? Next(FitContext? context = null)
    {
        context ??= FitContext.Default;
        _start ??= context.Time.GetTimestamp();
        context.Report("trials", _trials.Count, Planned);
        if (IsOver(context) || Settings() is not { } settings) return null;
        using var timeout = new CancellationTokenSource(Left(context) ?? Timeout.InfiniteTimeSpan, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation, timeout.Token);
        try
        {
            var trial = new TrialRun(_validation, _options, _trials, context with { Cancellation = either.Token }).Run(Options.With(_trainer, settings), settings);
            _journal?.Append(trial);
            _trials.Add(trial);
            context.Report("trials", _trials.Count, Planned);
            return trial;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !context.Cancellation.IsCancellationRequested)
        {
            TimedOut = true;
            return null;
        }
    }

    /// <summary>
    /// What has been found so far. Where a training ended early, the settings found are trained once more from the start, with the best epoch as their number of
    /// epochs, and measured: with rates that fall as the epochs go by, that is another model than the trial's at that epoch.
    /// </summary>
    /// <param name="context">Progress, cancellation and threads of that training.</param>
    /// <exception cref="DataException">No trial could be measured.</exception>
    public Tuning Result(FitContext? context = null)
    {
        var (best, settings, found) = Found();
        var allowed = TrialRun.EpochsOf(_trainer) is { } option ? (int)option.GetValue(Options.With(_trainer, best.Settings))! : 0;
        var again = best.Epoch > 0 && (best.Epoch != allowed || _validation.Count > 1) ? Again(found, best, context ?? FitContext.Default) : best;
        return new Tuning(found, best, [.. _trials])
        {
            Value = again.Value,
            Space = _space,
            Metric = _options.Metric,
            Method = _options.Method,
            Validation = _validation[0].Method,
            Given = _trials.FirstOrDefault(t => _given.Settings.SequenceEqual(t.Settings)),
            Settings = settings,
            Notes = [.. SearchNotes.Of(this, best, _space, allowed), .. SearchNotes.OfFinal(best, again, _options.Metric), .. _validation.SelectMany(v => v.Warnings).Distinct()],
        };
    }

    /// <summary>The best trial, its settings with the best epoch as their number of epochs, and the model with these.</summary>
    /// <exception cref="DataException">No trial could be measured.</exception>
    internal (Trial Best, IReadOnlyList<KeyValuePair<string, string>> Settings, ITrainer Trainer) Found()
    {
        var best = Best ?? throw new DataException(_trials.Count == 0 ? "The search ended before its first trial did; allow it more time."
            : $"None of the {_trials.Count} trials could be measured. The last one: {(_trials[^1].Error is { Length: > 0 } error ? error : $"{_options.Metric.Name} is undefined for every user.")}");
        List<KeyValuePair<string, string>> settings = [.. best.Settings];
        if (best.Epoch > 0 && Options.NameOf(TrialRun.EpochsOf(_trainer)!) is var epochs)
        {
            settings.RemoveAll(s => s.Key == epochs);
            settings.Add(new(epochs, best.Epoch.ToString(CultureInfo.InvariantCulture)));
        }
        return (best, settings, Options.With(_trainer, settings));
    }

    /// <summary>Closes the journal.</summary>
    public void Dispose() => _journal?.Dispose();

    Trial Again(ITrainer found, Trial best, FitContext context) => new TrialRun(_validation, _options with { EpochPatience = 0, Prune = false }, [], context).Run(found, best.Settings);

    bool IsOver(FitContext context) => TimedOut || _trials.Count >= Planned || Left(context) <= TimeSpan.Zero
        || _options.TrialPatience > 0 && Best is { } best && _trials.Count - best.Number >= _options.TrialPatience;

    TimeSpan? Left(FitContext context) => _options.Timeout - context.Time.GetElapsedTime(_start!.Value);

    IReadOnlyDictionary<string, string>? Settings()
    {
        if (_trials.Count == 0) return _given.Settings;
        // The trainer as given may lie outside the space: then it says nothing about it.
        var past = _trials.Where(t => _space.Dimensions.All(d => d.Holds(t.Settings[d.Name]))).Select(t => new Observation([.. _space.Dimensions.Select(d => t.Settings[d.Name])], Loss(t)));
        return _strategy.Next([.. past]) is { } values ? Named(values) : null;
    }

    OrderedDictionary<string, string> Named(IEnumerable<string> values) => new(_space.Dimensions.Zip(values, (d, v) => KeyValuePair.Create(d.Name, v)));

    // The varied options as the trainer has them.
    Trial AsGiven()
    {
        var all = Options.AllOf(_trainer);
        return new Trial(1, Named(_space.Dimensions.Select(d => all[d.Name]?.ToString() ?? "none")), double.NaN);
    }

    // As the test part was cut, which is the last way named; folds and files are cut once, in the way nearest to theirs.
    static string ValidationOf(Split split)
    {
        var way = split.Method.Split('>')[^1].Trim();
        if (way.StartsWith("folds:", StringComparison.Ordinal)) return "random:0.2";
        if (way.StartsWith("user-folds:", StringComparison.Ordinal)) return "new-users:0.2";
        return way != "files" ? way : split.Train.HasTimes ? "time:0.2" : "user-random:0.2";
    }

    double Loss(Trial trial) => double.IsNaN(trial.Value) ? double.PositiveInfinity : -TrialRun.Sign(_options.Metric) * trial.Value;
}
