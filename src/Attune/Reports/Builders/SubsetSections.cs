using System.Globalization;

namespace Attune;

/// <summary>The report of a choice of chunks.</summary>
static class SubsetSections
{
    public static Report Of(SubsetReport subset) => new($"Chosen by {subset.Sampler}")
    {
        Lead = Lead(subset),
        Facts = [.. Facts(subset)],
        Sections = [.. Closeness(subset), Cover(subset), .. Ages(subset), .. Notes(subset)],
    };

    static string Count(int count) => Numbers.Of(count, ValueFormat.Count);

    static string Lead(SubsetReport subset) => $"{Count(subset.Chosen.Count)} of {Count(subset.Candidates)} chunks, {Numbers.Of(subset.Budget, ValueFormat.Share)}"
        + (double.IsNaN(subset.Discrepancy) ? "." : $": {(subset.Discrepancy < subset.RandomDiscrepancy ? "closer to" : "no closer to")} the reference than as many at random.");

    static IEnumerable<Fact> Facts(SubsetReport subset)
    {
        yield return new Fact("chunks chosen", subset.Chosen.Count, ValueFormat.Count) { Detail = $"of {Count(subset.Candidates)}" };
        yield return new Fact("represented by", subset.Representation);
        yield return new Fact("representing", subset.RepresentSeconds, ValueFormat.Seconds);
        yield return new Fact("choosing", subset.ChooseSeconds, ValueFormat.Seconds);
        if (subset.Cost.Total > 0) yield return new Fact("operations", subset.Cost.Total.ToString("0.##e+0", CultureInfo.InvariantCulture)) { Detail = "by the paper's formula; a choice at random takes none" };
    }

    static IEnumerable<Section> Closeness(SubsetReport subset) => double.IsNaN(subset.Discrepancy) ? [] :
    [
        new Section("How close to the reference, and how alike")
        {
            Tables = [new Table(["", new("chosen", ValueFormat.Metric), new("at random", ValueFormat.Metric)],
                [["MMD² to the reference (0: its mean is the same)", subset.Discrepancy, subset.RandomDiscrepancy], ["mean cosine of two chunks (lower: more varied)", subset.Cosine, subset.RandomCosine]])],
        },
    ];

    static Section Cover(SubsetReport subset) => new("What it covers")
    {
        Tables = [new Table(["", new("chosen", ValueFormat.Number), new("all candidates", ValueFormat.Number)],
            [["items", subset.Items, subset.AllItems], ["users", subset.Users, subset.AllUsers], ["events of a chunk", subset.Events, subset.AllEvents]])],
    };

    static IEnumerable<Section> Ages(SubsetReport subset) => subset.Ages.Count == 0 ? [] :
    [
        new Section("How old it is")
        {
            Charts = [new Chart.Columns("Share of the chunks of each age that is chosen", [.. subset.Ages.Select(a => (string.Create(CultureInfo.InvariantCulture, $"{a.Days:0.#}"), a.Candidates == 0 ? 0 : (double)a.Chosen / a.Candidates))]) { Format = ValueFormat.Share, Subtitle = "by days from a chunk's last event to the newest of all, up to" }],
            Tables = [new Table([new("days up to", ValueFormat.Number), new("chosen", ValueFormat.Count), new("candidates", ValueFormat.Count)], subset.Ages.Select(a => (IReadOnlyList<Cell>)[a.Days, a.Chosen, a.Candidates])) { Folded = true, Caption = "Chunks by age" }],
        },
    ];

    static IEnumerable<Section> Notes(SubsetReport subset) => subset.Notes.Count == 0 ? [] : [new Section("") { Notes = subset.Notes }];
}
