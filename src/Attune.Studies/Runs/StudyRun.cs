namespace Attune.Studies;

/// <summary>
/// A study at work: its cells one after another, each kept in results.csv when it is done, so that a study that was stopped goes on where it was. A cell that
/// fails is kept with its error and not run again unless asked to. Lines whose data, protocol, options or metrics are no longer the study's stay in the file and
/// count for nothing. One run at a time.
/// </summary>
public sealed class StudyRun : IDisposable
{
    const string FileName = "results.csv";
    readonly StudyRunOptions _options;
    readonly RunEnvironment _environment;
    readonly ResultsFile _file;
    readonly DataFolder _data;
    readonly TimeSpan? _limit;
    readonly HashSet<StudyCell> _begun = [];
    CellData? _read;
    (StudyCell Cell, IRecommender Model)? _started;
    long? _start;

    StudyRun(Study study, StudyRunOptions options)
    {
        (Study, _options, _environment) = (study, options, RunEnvironment.Of(options.Environment));
        Asked = [.. study.Cells.Where(c => options.Only is not { } part || c.ToString().Contains(part, StringComparison.OrdinalIgnoreCase))];
        if (Asked.Count == 0) throw new ArgumentException($"No cell of {study.Name} has '{options.Only}' in its name; cells are {string.Join(", ", study.Cells.Take(9))}{(study.Cells.Count > 9 ? ", …" : "")}.");
        _limit = options.Limit ?? (study.Spec.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null);
        _data = new DataFolder(options.Data);
        try
        {
            foreach (var spec in Asked.Concat(Asked.Select(study.StartOf).OfType<StudyCell>()).Select(study.DataOf).Distinct())
                foreach (var file in new[] { spec.File, spec.Items, spec.Held, spec.CandidatesFile })
                    if (file is { Length: > 0 }) _data.Find(file);
            _file = ResultsFile.Open(PathIn(study), study.Metrics);
        }
        catch
        {
            _data.Dispose();
            throw;
        }
    }

    /// <summary>What is run.</summary>
    public Study Study { get; }

    /// <summary>The cells that were asked for.</summary>
    public IReadOnlyList<StudyCell> Asked { get; }

    /// <summary>The results that count: the latest line of each of the study's cells.</summary>
    public IReadOnlyList<CellResult> Results => Latest(Study, _file.Lines);

    /// <summary>The cells asked for that are not done, in order; an ensemble of tuned models after these.</summary>
    public IReadOnlyList<StudyCell> Left
    {
        get
        {
            var done = Results.ToDictionary(r => r.Cell);
            return TunedMembers.MembersFirst(Study, [.. Asked.Where(c => !_begun.Contains(c) && !(done.TryGetValue(c, out var result) && !(result.Failed && _options.Retry)))]);
        }
    }


    /// <summary>Whether the time is over.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>Prepares the run of a study, or takes it up where its results end. Whatever is missing shows before the first cell.</summary>
    /// <param name="study">What to run.</param>
    /// <param name="options">Which cells, on what data.</param>
    /// <exception cref="ArgumentException">No cell has the name asked for.</exception>
    /// <exception cref="DataException">Data is missing, or the results cannot be used.</exception>
    public static StudyRun Open(Study study, StudyRunOptions options) => new(study, options);

    /// <summary>The results of a study as they are in its folder.</summary>
    public static IReadOnlyList<CellResult> ResultsOf(Study study) => Latest(study, ResultsFile.Read(PathIn(study), study.Metrics));

    /// <summary>Runs the next cell and keeps its result; null when there is none left, or the time is over.</summary>
    /// <param name="context">Progress ("cells", and that of each training), cancellation and threads.</param>
    public CellResult? Next(FitContext? context = null)
    {
        context ??= FitContext.Default;
        _start ??= context.Time.GetTimestamp();
        var left = Left;
        context.Report("cells", Asked.Count - left.Count, Asked.Count);
        if (left.Count == 0 || (TimedOut |= TimeLeft(context) <= TimeSpan.Zero)) return null;
        using var timeout = new CancellationTokenSource(TimeLeft(context) ?? Timeout.InfiniteTimeSpan, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation, timeout.Token);
        try
        {
            var result = Metered(left[0], context with { Cancellation = either.Token });
            _environment.Keep(Study.Folder);
            _file.Append(result, Study.Metrics);
            _begun.Add(left[0]);
            return result;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !context.Cancellation.IsCancellationRequested)
        {
            TimedOut = true;
            return null;
        }
    }

    /// <summary>The report on all results of the study so far.</summary>
    public Report ToReport() => ReportOf(Study, Results);

    /// <summary>The report on the results of a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="results">What is done of it.</param>
    /// <param name="worth">Percent of quality that one percent more energy must bring for an ensemble to be recommended; null for the study's own.</param>
    public static Report ReportOf(Study study, IReadOnlyList<CellResult> results, double? worth = null) => StudyReport.Of(study, results, worth);

    /// <summary>Closes the results and removes what was unpacked.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _data.Dispose();
    }

    internal static string PathIn(Study study) => Path.Combine(study.Folder, FileName);

    CellResult Metered(StudyCell cell, FitContext context)
    {
        if (_options.Energy is not { } asked) return Run(cell, context);
        using var energy = EnergyRun.Start(asked, context.Time, context.Cancellation);
        var result = Run(cell, context with { Phases = energy });
        return result.Failed ? result : result with { Notes = [.. result.Notes, EnergyNote.Of(energy.Stop()).ToString()] };
    }

    CellResult Run(StudyCell cell, FitContext context)
    {
        var marks = new CellResult(cell, []) { Settings = Study.SettingsOf(cell), Environment = _environment.Hash };
        if (Study.DataOf(cell) is { Task: not null } made) return new TaskRun(Study, cell, made, _data, context with { StartFrom = StartOf(cell, context) }).Run() with { Settings = marks.Settings, Environment = marks.Environment };
        ITrainer trainer;
        try
        {
            using var phase = context.Phases?.Enter(WorkPhase.Load);
            if (_read?.IsOf(Study.DataOf(cell), cell) != true) _read = CellData.Read(Study.DataOf(cell), cell, _data);
            trainer = TunedMembers.Trainer(Study, cell, Results);
        }
        catch (Exception e) when (e is DataException or ArgumentException)
        {
            return marks with { Error = e.Message };
        }
        var result = Study.ModelOf(cell).Tune is null ? new CellRun(Study, cell, trainer, _read, context).Run() : new TunedRun(Study, cell, _read, context).Run();
        return result with { Settings = marks.Settings, Environment = marks.Environment };
    }

    // Cells that start from the same model follow each other, so that it is trained once.
    IRecommender? StartOf(StudyCell cell, FitContext context)
    {
        if (Study.StartOf(cell) is not { } start) return null;
        if (_started?.Cell != start) _started = (start, new TaskRun(Study, start, Study.DataOf(start), _data, context).Trained().Model);
        return _started.Value.Model;
    }

    TimeSpan? TimeLeft(FitContext context) => _limit - context.Time.GetElapsedTime(_start!.Value);

    static CellResult[] Latest(Study study, IEnumerable<CellResult> lines)
    {
        var latest = lines.Where(l => study.Cells.Contains(l.Cell) && l.Settings == study.SettingsOf(l.Cell)).GroupBy(l => l.Cell).ToDictionary(g => g.Key, g => g.Last());
        return [.. study.Cells.Select(c => latest.GetValueOrDefault(c)).OfType<CellResult>()];
    }
}
