namespace Attune.Studies;

/// <summary>Trains cells in this process. Data is read once for all cells in a row that share it.</summary>
sealed class CellRunner : ICellRunner
{
    const double Short = 0.5;
    const int MostRuns = 10;

    readonly Study _study;
    readonly EnergyOptions? _energy;
    readonly DataFolder _data;
    readonly FirstModels _firstModels = new();
    CellData? _read;
    Timeline? _timeline;
    ClickParts? _clicks;
    BasketParts? _baskets;
    ReachedBaskets? _reached;
    (StudyCell Cell, IRecommender Model)? _started;

    /// <param name="study">Whose cells.</param>
    /// <param name="options">On what data, with which meter.</param>
    internal CellRunner(Study study, StudyRunOptions options) =>
        (_study, _energy, _data, Environment) = (study, options.Energy, new DataFolder(options.Data), RunEnvironment.Of(options.Environment));

    /// <summary>What the cells run on.</summary>
    internal RunEnvironment Environment { get; }

    /// <summary>Finds every file that these cells read; whatever is missing shows here.</summary>
    /// <exception cref="DataException">A file is not there.</exception>
    internal void Find(IEnumerable<StudyCell> cells)
    {
        foreach (var spec in DataOf(cells))
            foreach (var file in spec.Files) _data.Find(file);
        foreach (var place in DataOf(cells).Where(d => d.File.Length > 0).SelectMany(d => DataFolder.All(d.Place))) _data.Find(place);
    }

    /// <summary>Reads and parts the data of these cells: whatever cannot be used shows here, and how large it is.</summary>
    /// <exception cref="DataException">Columns that are not there, a split that the data does not have: all that is wrong, together.</exception>
    internal IReadOnlyDictionary<string, DataSize> Prepare(IEnumerable<StudyCell> cells, FitContext context)
    {
        var (sizes, errors) = (new Dictionary<string, DataSize>(), new List<string>());
        StudyData[] all = [.. DataOf(cells).Where(d => d.IsEvents)];
        foreach (var (spec, at) in all.Select((d, i) => (d, i)))
            try
            {
                context.Report("reading data", at, all.Length);
                context.Cancellation.ThrowIfCancellationRequested();
                sizes[spec.Name] = DataSize.Of(spec.Periods is null ? Read(spec, _study.Spec.Seeds[0]).For(watched: false).Train : TimelineOf(spec).Whole);
            }
            catch (Exception e) when (e is DataException or ArgumentException)
            {
                errors.Add($"data {spec.Name}: {e.Message}");
            }
        return errors.Count == 0 ? sizes : throw new DataException($"Nothing was run. {string.Join(' ', errors)}");
    }

    /// <inheritdoc/>
    public CellResult Run(StudyCell cell, FitContext context)
    {
        if (_energy is not { } asked) return Trained(cell, context);
        var (result, first) = Metered(cell, asked, context);
        if (result.Failed) return result;
        // A moment cannot be told from the warming up of the code and from the ticks of a meter: it is done again, and the first time does not count.
        var more = first.Origin == EnergyOrigin.NotMeasured || first.CpuSeconds >= Short ? 0 : Math.Clamp((int)(Short / Math.Max(first.CpuSeconds, 1e-3)), 2, MostRuns);
        EnergyNote[] again = [.. Enumerable.Range(0, more).Select(_ => Metered(cell, asked, context).Note)];
        return result with { Notes = [.. result.Notes, (more == 0 ? first : EnergyNote.Mean(again)).ToString()] };
    }

    (CellResult Result, EnergyNote Note) Metered(StudyCell cell, EnergyOptions asked, FitContext context)
    {
        using var energy = EnergyRun.Start(asked, context.Time, context.Cancellation);
        var result = Trained(cell, context with { Phases = energy });
        return (result, EnergyNote.Of(energy.Stop()));
    }

    /// <summary>Removes what was unpacked.</summary>
    public void Dispose() => _data.Dispose();

    CellResult Trained(StudyCell cell, FitContext context)
    {
        if (_study.DataOf(cell) is { Task: not null } made) return new TaskRun(_study, cell, made, _data, context with { StartFrom = StartOf(cell, context) }).Run();
        if (_study.DataOf(cell) is { Periods: not null } timed) return OverTime(cell, timed, context);
        if (_study.DataOf(cell) is { IsEvents: false } own) return Own(cell, own, context);
        CellData data;
        ITrainer trainer;
        try
        {
            using var phase = context.Phases?.Enter(WorkPhase.Load);
            data = Read(_study.DataOf(cell), cell.Seed);
            trainer = _study.ModelOf(cell).Members.Count == 0 ? _study.Trainers[cell.Model] : TunedMembers.Trainer(_study, cell, StudyRun.ResultsOf(_study));
        }
        catch (Exception e) when (e is DataException or ArgumentException)
        {
            return new CellResult(cell, []) { Error = e.Message };
        }
        return _study.ModelOf(cell).Tune is null ? new CellRun(_study, cell, trainer, data, context).Run() : new TunedRun(_study, cell, data, context).Run();
    }

    CellResult OverTime(StudyCell cell, StudyData spec, FitContext context)
    {
        try
        {
            return new AdaptationRun(_study, cell, TimelineOf(spec), _firstModels, context).Run();
        }
        catch (Exception e) when (e is DataException or ArgumentException)
        {
            return new CellResult(cell, []) { Error = e.Message };
        }
    }

    CellResult Own(StudyCell cell, StudyData spec, FitContext context)
    {
        try
        {
            var trainer = TunedOptions.Trainer(_study, cell, () => StudyRun.ResultsOf(_study));
            if (spec.Clicks is not null) return new ClickRun(_study, cell, ClicksOf(spec, cell.Seed, context), trainer, context).Run();
            if (_baskets?.Name != spec.Name) (_baskets, _reached) = (BasketParts.Read(spec, _data), new ReachedBaskets(_study));
            return new BasketRun(_study, cell, _baskets, _reached!, trainer, context).Run();
        }
        catch (Exception e) when (e is DataException or ArgumentException)
        {
            return new CellResult(cell, []) { Error = e.Message };
        }
    }

    ClickParts ClicksOf(StudyData spec, int seed, FitContext context) => _clicks?.IsOf(spec, seed) == true ? _clicks : _clicks = ClickParts.Read(spec, seed, _data, context);

    Timeline TimelineOf(StudyData spec) => _timeline?.Name == spec.Name ? _timeline : _timeline = Timeline.Of(spec.Name, CellData.Events(spec, _data), spec.Periods!);

    CellData Read(StudyData spec, int seed) => _read?.IsOf(spec, seed) == true ? _read : _read = CellData.Read(spec, seed, _data);

    // Cells that start from the same model follow each other, so that it is trained once.
    IRecommender? StartOf(StudyCell cell, FitContext context)
    {
        if (_study.StartOf(cell) is not { } start) return null;
        if (_started?.Cell != start) _started = (start, new TaskRun(_study, start, _study.DataOf(start), _data, context).Trained().Model);
        return _started.Value.Model;
    }

    IEnumerable<StudyData> DataOf(IEnumerable<StudyCell> cells) => cells.SelectMany(c => new[] { c, _study.StartOf(c) }).OfType<StudyCell>().Select(_study.DataOf).Distinct();
}
