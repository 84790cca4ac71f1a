using System.Globalization;

namespace Attune.Studies;

/// <summary>
/// Measures a trained cell for each group. A model that a group alone was trained on is measured on that group beside the same model trained on everybody; a re-ranked one beside its own order: differences
/// are kept user by user.
/// </summary>
sealed class AudienceRun(Study study, StudyCell cell, AudienceData data, FitContext context)
{
    readonly StudyModel _model = study.ModelOf(cell);

    /// <summary>The split of a model that one group alone is trained on; that of everybody for all others.</summary>
    internal static Split SplitOf(StudyModel model, AudienceData? data, Split everybody) => model.Group is { } group && data is not null ? data.OnlyOf(GroupOf(data, group)) : everybody;

    /// <summary>How lists are put in order before they are measured; null for the model's own.</summary>
    internal static IReranker? RerankOf(StudyModel model) => model.Rerank is { } text ? Reranking.Parse(text) : null;

    internal IReadOnlyList<CellDetail> Of(IRecommender model)
    {
        var (k, details, rerank) = (data.Spec.Cut, new AudienceDetails(data), RerankOf(_model));
        var table = AudienceLists.Of(model, data, rerank, context);
        var all = new List<CellDetail>(details.Groups(table));
        if (Beside(model, rerank) is { } beside) all.AddRange(details.Changes(table, beside));
        if (_model.Group is null)
        {
            string[] main = [.. AudienceMeasure.Main(k)];
            all.AddRange([.. details.Ranks(table, main), .. details.Robust(table, main)]);
        }
        if (IsFirst) all.AddRange(OfProfiles(details));
        return [.. all.Where(d => d.Count > 0)];
    }

    /// <summary>What a reader must know.</summary>
    internal IEnumerable<string> Notes => IsFirst ? data.Notes.Select(AudienceNotes.Of) : [];

    // What holds of the data whatever the model is kept once, with the first of its models.
    bool IsFirst => study.Cells.First(c => c.Data == cell.Data).Model == cell.Model;

    static IEnumerable<CellDetail> OfProfiles(AudienceData data, AudienceDetails details)
    {
        var table = ProfileTable.Of(data);
        string[] shares = [.. table.Measures.Where(m => m.StartsWith(AudienceMeasure.Share, StringComparison.Ordinal))];
        return [.. details.Groups(table), .. details.Between(), .. details.Ranks(table, [AudienceMeasure.Size, AudienceMeasure.Profile, .. shares]), .. details.Robust(table, [AudienceMeasure.Profile])];
    }

    IEnumerable<CellDetail> OfProfiles(AudienceDetails details) => OfProfiles(data, details);

    AudienceTable? Beside(IRecommender model, IReranker? rerank)
    {
        if (_model.Group is not null)
        {
            var other = _model.Beside is { } label ? study.Trainers[label] : study.Trainers[_model.Label];
            return AudienceLists.Of(SeededTrainer.WithSeed(other, cell.Seed).Fit(data.Train, context), data, rerank, context);
        }
        return rerank is null ? null : AudienceLists.Of(model, data, null, context);
    }

    static int GroupOf(AudienceData data, string name) => data.Groups.Names.ToList().FindIndex(n => n.Split('+').Contains(name)) is >= 0 and var at ? at
        : throw new DataException(string.Create(CultureInfo.InvariantCulture, $"There is no group '{name}'; there are {string.Join(", ", data.Groups.Names)}."));
}
