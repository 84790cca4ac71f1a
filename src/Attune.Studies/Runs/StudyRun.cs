namespace Attune.Studies;

/// <summary>
/// A study at work: its cells one after another, each kept in results.csv when it is done, so that a study that was stopped goes on where it was. A cell that
/// fails is kept with its error and not run again unless asked to. Lines whose data, protocol, options or metrics are no longer the study's stay in the file and
/// count for nothing. Data that cannot be read or parted, and cells that need more memory than there is, are refused before the first. One run at a time.
/// </summary>
public sealed class StudyRun : IDisposable
{
    const string FileName = "results.csv";
    readonly StudyRunOptions _options;
    readonly CellRunner _runner;
    readonly ResultsFile _file;
    readonly TimeSpan? _limit;
    readonly HashSet<StudyCell> _begun = [];
    CellMemory? _memory;
    long? _start;

    StudyRun(Study study, StudyRunOptions options)
    {
        (Study, _options) = (study, options);
        if (options.Attribute is { } attribute && study.Spec.Data.All(d => !d.IsGroupedBy(attribute))) throw new ArgumentException($"{study.Name} has no data whose users are grouped by '{attribute}'; {(study.Spec.Data.Any(d => d.Audience is not null) ? $"there is {string.Join(", ", study.Spec.Data.Select(d => d.Audience?.Attribute).OfType<string>().Distinct())}" : "it groups no users")}.");
        Asked = [.. study.Cells.Where(c => (options.Attribute is null || study.DataOf(c).IsGroupedBy(options.Attribute)) && (options.Only is not { } part || c.ToString().Contains(part, StringComparison.OrdinalIgnoreCase)))];
        if (Asked.Count == 0) throw new ArgumentException($"No cell of {study.Name} has '{options.Only}' in its name; cells are {string.Join(", ", study.Cells.Take(9))}{(study.Cells.Count > 9 ? ", …" : "")}.");
        _limit = options.Limit ?? (study.Spec.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null);
        _runner = new CellRunner(study, options);
        try
        {
            _runner.Find(Asked);
            _file = ResultsFile.Open(PathIn(study), study);
        }
        catch
        {
            _runner.Dispose();
            throw;
        }
    }

    /// <summary>What is run.</summary>
    public Study Study { get; }

    /// <summary>The cells that were asked for.</summary>
    public IReadOnlyList<StudyCell> Asked { get; }

    /// <summary>The results that count: the latest line of each of the study's cells.</summary>
    public IReadOnlyList<CellResult> Results => Latest(Study, _file.Lines);

    /// <summary>The cells asked for that are not done, in order; what waits for options that others find after these.</summary>
    public IReadOnlyList<StudyCell> Left
    {
        get
        {
            var done = Results.ToDictionary(r => r.Cell);
            return TunedOptions.FoundFirst(Study, [.. Asked.Where(c => !_begun.Contains(c) && !(done.TryGetValue(c, out var result) && !(result.Failed && _options.Retry)))]);
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
    public static IReadOnlyList<CellResult> ResultsOf(Study study) => Latest(study, ResultsFile.Read(PathIn(study), study));

    /// <summary>Runs the next cell in this process and keeps its result; null when there is none left, or the time is over.</summary>
    /// <param name="context">Progress ("cells", and that of each training), cancellation and threads.</param>
    /// <exception cref="DataException">Before the first cell: data that cannot be read or parted, or a cell that needs more memory than there is.</exception>
    public CellResult? Next(FitContext? context = null)
    {
        context ??= FitContext.Default;
        CellResult? result = null;
        InTime(context, timed =>
        {
            var left = Left;
            timed.Report("cells", Asked.Count - left.Count, Asked.Count);
            if (left.Count > 0) result = Kept(_runner.Run(left[0], timed));
        });
        return result;
    }

    /// <summary>Runs the cells that are left by several workers side by side, as many at once as the memory holds.</summary>
    /// <param name="workers">How many at most.</param>
    /// <param name="start">Starts a worker; each is asked by one thread, and disposed at the end.</param>
    /// <param name="done">Is told every result, one at a time.</param>
    /// <param name="context">Progress ("cells"), cancellation.</param>
    internal void Together(int workers, Func<ICellRunner> start, Action<CellResult> done, FitContext context) => InTime(context, timed =>
    {
        var queue = new CellQueue(Left, _memory!, cell => TunedOptions.Before(Study, cell));
        CellCrew.Work(Math.Min(workers, Left.Count), start, queue, result =>
        {
            done(Kept(result));
            timed.Report("cells", Asked.Count - Left.Count, Asked.Count);
        }, timed);
    });

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
        _runner.Dispose();
    }

    internal static string PathIn(Study study) => Path.Combine(study.Folder, FileName);

    // What is wrong with the study's data, or too large for this machine, is told before anything is trained.
    void Prepare(FitContext context)
    {
        if (_memory is not null) return;
        var memory = new CellMemory(Study, _runner.Prepare(Left, context), _options.Memory ?? CellMemory.Machine);
        memory.Check(Left);
        _memory = memory;
    }

    // Until the time is over; what then runs is dropped.
    void InTime(FitContext context, Action<FitContext> work)
    {
        _start ??= context.Time.GetTimestamp();
        if (TimedOut |= Left.Count > 0 && TimeLeft(context) <= TimeSpan.Zero) return;
        using var timeout = new CancellationTokenSource(TimeLeft(context) is { } left && left > TimeSpan.Zero ? left : Timeout.InfiniteTimeSpan, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation, timeout.Token);
        try
        {
            Prepare(context with { Cancellation = either.Token });
            work(context with { Cancellation = either.Token });
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !context.Cancellation.IsCancellationRequested)
        {
            TimedOut = true;
        }
    }

    CellResult Kept(CellResult result)
    {
        result = result with { Settings = Study.SettingsOf(result.Cell), Environment = _runner.Environment.Hash };
        _runner.Environment.Keep(Study.Folder);
        _file.Append(result, Study);
        _begun.Add(result.Cell);
        return result;
    }

    TimeSpan? TimeLeft(FitContext context) => _limit - context.Time.GetElapsedTime(_start!.Value);

    static CellResult[] Latest(Study study, IEnumerable<CellResult> lines)
    {
        var latest = lines.Where(l => study.Cells.Contains(l.Cell) && l.Settings == study.SettingsOf(l.Cell)).GroupBy(l => l.Cell).ToDictionary(g => g.Key, g => g.Last());
        return [.. study.Cells.Select(c => latest.GetValueOrDefault(c)).OfType<CellResult>()];
    }
}
