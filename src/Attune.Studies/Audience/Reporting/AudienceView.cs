using System.Globalization;

namespace Attune.Studies;

/// <summary>What the results of a study say of the groups of one data set. Where several seeds are done, counts, means and deviations are means over them: a test made of these is that of one draw, not of many.</summary>
sealed class AudienceView
{
    readonly ILookup<(string Model, string Part, string Measure), CellDetail> _details;

    AudienceView(Study study, StudyData data, CellResult[] results, string[] groups)
    {
        (Data, Results, Groups) = (data, results, groups);
        _details = results.SelectMany(r => r.Details.Select(d => (r.Cell.Model, Detail: d))).ToLookup(d => (d.Model, d.Detail.Part, d.Detail.Measure), d => d.Detail);
        Models = [.. study.Spec.Models.Where(m => results.Any(r => r.Cell.Model == m.Label))];
        string At(string? name, string otherwise) => name is null ? otherwise : groups.First(g => g.Split('+').Contains(name));
        Focus = At(Audience.Focus, groups[0]);
        Reference = At(Audience.Reference, groups.Where(g => g != Focus).MaxBy(g => Profile(g, AudienceMeasure.Size).Count)!);
    }

    internal StudyData Data { get; }

    internal StudyAudience Audience => Data.Audience!;

    internal IReadOnlyList<CellResult> Results { get; }

    internal IReadOnlyList<string> Groups { get; }

    internal string Focus { get; }

    internal string Reference { get; }

    internal IReadOnlyList<StudyModel> Models { get; }

    /// <summary>The models that everybody is trained on and whose lists are their own.</summary>
    internal IEnumerable<StudyModel> Plain => Models.Where(m => (m.Group ?? m.Rerank) is null);

    /// <summary>The domain for which the data speaks.</summary>
    internal string Domain => Audience.Domain ?? Data.Name;

    internal int Cut => Audience.Cut;

    /// <summary>Two groups in the order in which contrasts are kept.</summary>
    internal string Contrast(string left, string right) => IndexOf(left) < IndexOf(right) ? AudienceMeasure.Pair(left, right) : AudienceMeasure.Pair(right, left);

    /// <summary>1 where a contrast is kept as left less right, else −1.</summary>
    internal int Sign(string left, string right) => IndexOf(left) < IndexOf(right) ? 1 : -1;

    /// <summary>The data of a study that have groups and results of these.</summary>
    internal static IReadOnlyList<AudienceView> All(Study study, IReadOnlyList<CellResult> results) =>
        [.. study.Spec.Data.Where(d => d.Audience is not null).Select(d => Of(study, d, results)).OfType<AudienceView>()];

    internal static AudienceView? Of(Study study, StudyData data, IReadOnlyList<CellResult> results)
    {
        CellResult[] here = [.. results.Where(r => r.Cell.Data == data.Name && !r.Failed && r.Details.Count > 0)];
        // Groups as they were formed, the merged ones included.
        string[] groups = [.. here.SelectMany(r => r.Details).Where(d => d.Measure == AudienceMeasure.Size && !d.Part.Contains('|', StringComparison.Ordinal) && d.Part != AudienceMeasure.All).Select(d => d.Part).Distinct()];
        return groups.Length < 2 ? null : new AudienceView(study, data, here, groups);
    }

    /// <summary>A measure of a model's lists for a group; without values where there is none.</summary>
    internal SampleSummary Of(string model, string part, string measure)
    {
        CellDetail[] found = [.. _details[(model, part, measure)]];
        return found.Length == 0 ? new SampleSummary(0, double.NaN, double.NaN) : new SampleSummary((int)Math.Round(found.Average(d => d.Count)), found.Average(d => d.Mean), found.Average(d => d.Deviation));
    }

    /// <summary>One number that is no mean of users.</summary>
    internal double One(string model, string part, string measure) => Of(model, part, measure).Mean;

    /// <summary>A measure of profiles, which is kept with the first model.</summary>
    internal SampleSummary Profile(string part, string measure) => Results.Select(r => r.Cell.Model).Distinct().Select(m => Of(m, part, measure)).FirstOrDefault(s => s.Count > 0, new SampleSummary(0, double.NaN, double.NaN));

    /// <summary>The labels that profiles are described by.</summary>
    internal IEnumerable<string> Labels => Results.SelectMany(r => r.Details).Where(d => d.Part == Focus && d.Measure.StartsWith(AudienceMeasure.Share, StringComparison.Ordinal)).Select(d => d.Measure[AudienceMeasure.Share.Length..]).Distinct();

    /// <summary>The test of the focus against the reference.</summary>
    internal WelchT Test(string model, string measure) => WelchT.Of(Of(model, Focus, measure), Of(model, Reference, measure));

    internal static Cell Estimate(SampleSummary summary) => summary.Count < 2 ? summary.Mean : Cell.Estimate(summary.Mean, summary.Mean - summary.HalfWidth(), summary.Mean + summary.HalfWidth());

    internal static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    int IndexOf(string group) => Groups.ToList().IndexOf(group);
}
