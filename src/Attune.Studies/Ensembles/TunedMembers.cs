using System.Globalization;

namespace Attune.Studies;

/// <summary>Ensembles of tuned models of the same study: whose options were found once are not searched again.</summary>
static class TunedMembers
{
    const string Option = "Models";

    /// <summary>The trainings in which the options of a cell's members are found; none where it has no such members.</summary>
    internal static IReadOnlyList<StudyCell> CellsOf(Study study, StudyCell cell) => [.. study.ModelOf(cell).Members.Select(m => new StudyCell(cell.Data, m, study.IsSeeded(cell.Data, m) ? cell.Seed : study.Spec.Seeds[0]))];

    /// <summary>The trainer of a cell, with the options that its members were found to need.</summary>
    /// <exception cref="ArgumentException">A member has no result yet, or failed.</exception>
    internal static ITrainer Trainer(Study study, StudyCell cell, IReadOnlyList<CellResult> results)
    {
        var trainer = study.Trainers[cell.Model];
        if (CellsOf(study, cell) is not { Count: > 0 } cells) return trainer;
        var texts = cells.Select(member => Text(study, member, results.FirstOrDefault(r => r.Cell == member) ?? throw new ArgumentException($"{cell} is made of what {member} has found, which is not there yet; run that first, then this with --retry.")));
        return Options.With(trainer, [new(Option, string.Join(',', texts))]);
    }

    internal static void Check(StudyModel model, StudySpec spec)
    {
        var at = $"models {model.Label}: members";
        if (!IsOfMembers(model.Trainer())) throw new ArgumentException($"{at}: {model.Model} is not made of models; leave them out, or take ensemble, blend, rank-fusion or stacking.");
        if (model.Options.Any(o => o.Key.Equals(Option, StringComparison.OrdinalIgnoreCase))) throw new ArgumentException($"{at}: the option models names members, too; leave one of them out.");
        foreach (var name in model.Members)
        {
            if (spec.Models.FirstOrDefault(m => m.Label == name) is not { } member) throw new ArgumentException($"{at}: there is no model '{name}'; there are {string.Join(", ", spec.Models.Where(m => m.Tune is not null).Select(m => m.Label))}.");
            if (member.Tune is null || member.Patience > 0) throw new ArgumentException($"{at}: {name} is {(member.Tune is null ? "not tuned; name its options among those of " + model.Label : "tuned with patience, and how long it trained is no option of a member; leave its patience out")}.");
            if (spec.Data.FirstOrDefault(d => model.IsOn(d) && !member.IsOn(d)) is { } without) throw new ArgumentException($"{at}: {name} is not trained on {without.Name}, where {model.Label} needs it.");
            if ((member.Seeds ?? int.MaxValue) < (model.Seeds ?? spec.Seeds.Count)) throw new ArgumentException($"{at}: {name} is trained with fewer seeds than {model.Label}.");
        }
    }

    internal static bool IsOfMembers(ITrainer trainer) => trainer is Ensemble or Blend or RankFusion or Stacking;

    static string Text(Study study, StudyCell cell, CellResult result)
    {
        if (TunedNote.Read(result.Notes) is not { } note) throw new ArgumentException($"{cell} has failed, so nothing can be made of it: {result.Error}");
        var model = study.ModelOf(cell);
        var settings = model.Options.ToDictionary(o => o.Key, o => o.Value?.ToString() ?? "null", StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in note.Found) settings[name] = value;
        if (SeededTrainer.IsSeeded(study.Trainers[cell.Model])) settings["seed"] = cell.Seed.ToString(CultureInfo.InvariantCulture);
        return string.Join(':', [model.Model, .. settings.Select(s => $"{s.Key}={s.Value}")]);
    }
}
