using System.Globalization;

namespace Attune.Studies;

/// <summary>Ensembles of a study beside single models: what is gained, what it costs, whether that is worth it.</summary>
static class EnsembleReport
{
    // Published for other members, machines and a meter of the whole machine: to stand beside, not to be reached.
    const string Published = "Published for ensembles of Surprise and LensKit models, measured at the plug: 0.3 to 5.7 % better for 19 to 2,549 % more energy.";

    internal static IEnumerable<Section> Sections(Study study, IReadOnlyList<CellResult> results, double worth)
    {
        var contests = study.Spec.Data.Select(d => Contest.Of(study, d, results)).OfType<Contest>().ToArray();
        if (contests.Length == 0) yield break;
        yield return new Section("Is the ensemble worth its electricity?")
        {
            Text = ["Every ensemble is held against one tuned single model, the one that was best on the validation data. An ensemble is recommended where it is better by more than chance (paired t-test over seeds, p < 0.05) and brings at least "
                + $"{worth.ToString(CultureInfo.InvariantCulture)} percent of quality for each percent of energy."],
            Tables = [new Table(["data", "advice"], contests.Select(c => (IReadOnlyList<Cell>)[c.Data.Name, Recommendation.Of(c, worth).Text])) { Caption = "What to take" }],
            Notes = [Published, .. EnergyTable.Cautions(results)],
        };
        foreach (var contest in contests) yield return OfData(study, contest, results, worth);
    }

    static Section OfData(Study study, Contest contest, IReadOnlyList<CellResult> results, double worth) => new($"{contest.Data.Name}: gain and energy")
    {
        Level = 2,
        Text = [Recommendation.Of(contest, worth).Text],
        Charts = [.. Charts(contest, worth)],
        Tables = [Gains(contest, worth), Costs(contest), .. Members(study, contest, results)],
    };

    static Table Gains(Contest contest, double worth)
    {
        var (front, take) = (contest.Front().Select(c => c.Model).ToHashSet(), Recommendation.Of(contest, worth).Take.Model);
        return new Table(["model", "is", new("seeds", ValueFormat.Count), new(contest.Metric.Name, ValueFormat.Metric), new("gain, %", ValueFormat.Number), new("p", ValueFormat.Probability), new("mWh", ValueFormat.Number), new("more, %", ValueFormat.Number), "front"],
            contest.All.OrderBy(c => -c.Gain).Select(c => (IReadOnlyList<Cell>)
            [
                (Cell)c.Model with { Strong = c.Model == take }, Words(c.Kind) + (c.Model == contest.Single.Model ? ", held against" : ""), c.Seeds, c.Quality, c.Gain, c.Model == contest.Single.Model ? double.NaN : c.P, 1000 * c.WattHours, c.Overhead, front.Contains(c.Model) ? "yes" : "",
            ]))
        { Caption = "Gain and energy over the tuned single model, means over seeds, the best first. Energy: the training of the model that was chosen, and the test. In bold what is recommended" };
    }

    static Table Costs(Contest contest) => new(
        ["model", new("mg CO2e", ValueFormat.Number), new("with choosing, mWh", ValueFormat.Number), new("more, %", ValueFormat.Number), new("1,000 users, mWh", ValueFormat.Number), new("duration", ValueFormat.Seconds), new("memory, MiB", ValueFormat.Number)],
        contest.All.OrderBy(c => -c.Gain).Select(c => (IReadOnlyList<Cell>)[c.Model, c.Milligrams, 1000 * c.WithChoosing, c.OverheadWithChoosing, 1000 * c.PerThousand, c.Seconds, c.Bytes / 1048576]))
    { Caption = "What else they take. With choosing: the search for options, or the trainings of all candidates, too; the test for a thousand users; memory by which the training grew the process at its highest", Folded = true };

    static IEnumerable<Chart> Charts(Contest contest, double worth)
    {
        var front = contest.Front();
        if (front.Count < 2) yield break;
        var take = Recommendation.Of(contest, worth).Take;
        yield return new Chart.Lines($"{contest.Metric.Name} of {contest.Data.Name} by energy", [.. Enum.GetValues<ContenderKind>().Select(k => Dots(contest, k)).Where(l => l.Points.Count > 0), new Chart.Line("front", [.. front.Select(c => (1000 * c.WattHours, c.Gain))]) { Reference = true }])
        {
            Subtitle = "gain over the tuned single model in percent (upwards) by milliwatt-hours of training and test (across); the front joins those that nothing cheaper reaches",
            XFormat = ValueFormat.Number,
            Format = ValueFormat.Number,
            Marks = double.IsFinite(take.WattHours) ? [(1000 * take.WattHours, take.Gain, $"recommended: {take.Model}")] : [],
        };
    }

    // Points without a line between them: a gap after each. What is far below the single model would flatten all else.
    static Chart.Line Dots(Contest contest, ContenderKind kind)
    {
        const double Lowest = -20;
        var shown = contest.All.Where(c => c.Kind == kind && double.IsFinite(c.WattHours) && c.Gain > Lowest).OrderBy(c => c.WattHours);
        return new Chart.Line(Words(kind), [.. shown.SelectMany(c => new[] { (1000 * c.WattHours, c.Gain), (1000 * c.WattHours, double.NaN) })]);
    }

    static IEnumerable<Table> Members(Study study, Contest contest, IReadOnlyList<CellResult> results)
    {
        var noted = results.Where(r => r.Cell.Data == contest.Data.Name).Select(r => (r.Cell, Note: MembersNote.Read(r.Notes))).Where(n => n.Note is not null && study.Trainers[n.Cell.Model] is Ensemble { Strategy: not EnsembleStrategy.Average }).ToArray();
        if (noted.Length == 0) yield break;
        yield return new Table(["ensemble", new("seed", ValueFormat.Text) { Right = true }, "members and weights (what each reached alone on the inner part)", "left out"],
            noted.Select(n => (IReadOnlyList<Cell>)[n.Cell.Model, n.Cell.Seed.ToString(CultureInfo.InvariantCulture), n.Note!.Kept, n.Note.Left]))
        { Caption = "Who was chosen", Folded = true };
    }

    static string Words(ContenderKind kind) => kind switch
    {
        ContenderKind.Single => "single, as given",
        ContenderKind.TunedSingle => "single, tuned",
        ContenderKind.Ensemble => "ensemble",
        _ => "ensemble of tuned",
    };
}
