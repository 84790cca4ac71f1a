namespace Attune.Studies;

/// <summary>Models that take the options which another training of the study has found: what is searched once is trained with every seed.</summary>
static class TunedOptions
{
    /// <summary>The training in which a cell's options are found; null where they are its own.</summary>
    internal static StudyCell? CellOf(Study study, StudyCell cell) => study.ModelOf(cell).TunedBy is { } by ? new StudyCell(by.Split('/')[0], by.Split('/')[1], study.Spec.Seeds[0]) : null;

    /// <summary>What must be done before a cell: where its options are found, or those of what it is made of.</summary>
    internal static IReadOnlyList<StudyCell> Before(Study study, StudyCell cell) => [.. TunedMembers.CellsOf(study, cell), .. CellOf(study, cell) is { } found ? new[] { found } : [], .. Versus(study, cell)];

    /// <summary>The cells with those last that wait for others among them.</summary>
    internal static IReadOnlyList<StudyCell> FoundFirst(Study study, IReadOnlyList<StudyCell> left)
    {
        HashSet<StudyCell> open = [.. left];
        return [.. left.OrderBy(c => Before(study, c).Any(open.Contains) ? 1 : 0)];
    }

    /// <summary>The trainer of a cell with the options that were found for it.</summary>
    /// <exception cref="ArgumentException">The search has no result yet, or failed.</exception>
    internal static ITrainer Trainer(Study study, StudyCell cell, Func<IReadOnlyList<CellResult>> results)
    {
        return CellOf(study, cell) is { } found ? With(study, cell, found, results) : study.Trainers[cell.Model];
    }

    /// <summary>The trainer of a cell as its own search, or that of another, has found it.</summary>
    internal static ITrainer Found(Study study, StudyCell cell, IReadOnlyList<CellResult> results) =>
        study.ModelOf(cell).Tune is null ? Trainer(study, cell, () => results) : With(study, cell, cell, () => results);

    static ITrainer With(Study study, StudyCell cell, StudyCell found, Func<IReadOnlyList<CellResult>> results)
    {
        var trainer = study.Trainers[cell.Model];
        var result = results().FirstOrDefault(r => r.Cell == found) ?? throw new ArgumentException($"{cell} takes the options that {found} finds, which is not there yet; run that first, then this with --retry.");
        var note = TunedNote.Read(result.Notes) ?? throw new ArgumentException($"{found} has failed, so it has found nothing for {cell}: {result.Error}");
        // How long the search trained is watched anew.
        var own = TrialRun.EpochsOf(trainer) is { } epochs ? Options.NameOf(epochs) : null;
        return Options.With(trainer, note.Found.Where(f => f.Key != own && !study.ModelOf(cell).Options.Any(o => o.Key.Equals(f.Key, StringComparison.OrdinalIgnoreCase))));
    }

    // Models that it is held against, as their searches have found them.
    static IEnumerable<StudyCell> Versus(Study study, StudyCell cell) =>
        study.ModelOf(cell).Against.Where(v => study.Spec.Models.Any(m => m.Label == v && m.Tune is not null)).Select(v => new StudyCell(cell.Data, v, study.IsSeeded(cell.Data, v) ? cell.Seed : study.Spec.Seeds[0]));

    internal static void Check(StudyModel model, StudySpec spec)
    {
        var at = $"models {model.Label}: tunedBy";
        if (model.TunedBy!.Split('/') is not [var data, var name] || spec.Models.FirstOrDefault(m => m.Label == name) is not { Tune: not null } other || spec.Data.FirstOrDefault(d => d.Name == data) is not { } of || !other.IsOn(of))
            throw new ArgumentException($"{at}: there is no search '{model.TunedBy}'; write DATA/MODEL, a model of this study with \"tune\" on data that it is trained on.");
        if (other.Model != model.Model) throw new ArgumentException($"{at}: {name} is a {other.Model} and {model.Label} a {model.Model}; options are found for models of the same kind.");
        if (model.Tune is not null) throw new ArgumentException($"{at}: the model is tuned itself; leave tune or tunedBy out.");
    }
}
