using System.Globalization;

namespace Attune.Studies;

/// <summary>The sections of a study on its sizes: for each data the curves, what every point took and whether the last step pays, then all curves together.</summary>
static class ScalingReport
{
    // More than this many lines cannot be told apart.
    const int MostLines = 6;

    /// <summary>How many of the last steps pay, in a sentence; empty without curves.</summary>
    internal static string Answer(Study study, IReadOnlyList<CellResult> results)
    {
        var steps = Steps(study, results, [.. ScaledGroup.Of(study, results)]);
        if (steps.Count == 0) return "";
        var (fixedTest, drawn) = (steps.Where(s => s.Group.Way.Sampling is null).ToArray(), steps.Where(s => s.Group.Way.Sampling is not null).ToArray());
        return (fixedTest.Length == 0 ? "" : $"Beside a test part that stays, {Counted(fixedTest)}. ") + (drawn.Length == 0 ? "" : $"Of samples drawn before the split, where smaller ones have another test, {Counted(drawn)}. ");
    }

    static string Counted((ScaledGroup Group, LastStep Step)[] steps)
    {
        int Count(string verdict) => steps.Count(s => s.Step.Verdict == verdict);
        var unsure = steps.Length - Count(LastStep.Pays) - Count(LastStep.Flattened) - Count(LastStep.Falls);
        return Say($"the last step to all data {LastStep.Pays} in {Count(LastStep.Pays)} of {steps.Length} curves, {LastStep.Flattened} in {Count(LastStep.Flattened)} and {LastStep.Falls} in {Count(LastStep.Falls)}") + (unsure == 0 ? "" : Say($"; in {unsure} it cannot be told"));
    }

    internal static IEnumerable<Section> Sections(Study study, IReadOnlyList<CellResult> results)
    {
        var groups = ScaledGroup.Of(study, results);
        if (groups.Count == 0) yield break;
        foreach (var data in groups.GroupBy(g => g.Data)) yield return OfData(study, results, data.Key, [.. data]);
        foreach (var way in groups.Where(g => g.IsWhole(study, results)).GroupBy(g => g.Way.Protocol))
            foreach (var section in PooledReport.Of(Say($"All curves together: {way.Key}"), $"{study.Metrics[0].Name} of every model on every data of this kind whose sizes are all done.", [.. way.Select(g => g.Curve)]))
                yield return section with { Tables = [.. section.Tables, PooledReport.Fits([.. way.Select(g => (g.Curve.Name, g.Curve))])] };
    }

    static Section OfData(Study study, IReadOnlyList<CellResult> results, string name, ScaledGroup[] groups)
    {
        var (metric, data) = (study.Metrics[0].Name, study.Spec.Data.First(d => d.Sized?.Of == name));
        var steps = Steps(study, results, groups);
        return new Section(name)
        {
            Text = [$"{Path.GetFileName(data.File)}; {data.Protocol}.", .. steps.Select(s => s.Step.Sentence(s.Group.Model, metric))],
            Charts = [.. groups.Where(g => g.Points.Count > 1).Chunk(MostLines).Select(part => Learning(metric, part))],
            Tables = [Reached(study, name, groups), .. steps.Count > 0 ? new[] { Prices(metric, steps) } : [], Costs(metric, groups)],
            Notes = [.. Notes(study, results, name), .. EnergyTable.Cautions(results.Where(r => study.DataOf(r.Cell).Sized?.Of == name))],
        };
    }

    static List<(ScaledGroup Group, LastStep Step)> Steps(Study study, IReadOnlyList<CellResult> results, ScaledGroup[] groups) => [.. groups.Where(g => g.Before is not null && g.IsWhole(study, results)).Select(g => (g, new LastStep(g.Before!, g.Last)))];

    static Chart.Lines Learning(string metric, ScaledGroup[] groups) => new($"{metric} by the size of the data", [.. groups.Select(g => new Chart.Line(g.Model, [.. g.Points.Select(p => (p.Events, p.Value))]))])
    {
        Subtitle = $"{metric} on the test part (upwards) by events {(groups[0].Way.Sampling is null ? "trained on" : "drawn, before the split")} (across)",
        Format = ValueFormat.Metric,
        XFormat = ValueFormat.Count,
    };

    static Table Reached(Study study, string name, ScaledGroup[] groups)
    {
        string[] sizes = [.. study.Spec.Data.Where(d => d.Sized?.Of == name).Select(d => d.Sized!.Size.Text)];
        return new(["model", .. sizes.Select(s => new Column(s, ValueFormat.Metric)), new("seeds", ValueFormat.Text) { Right = true }],
            groups.Select(g => (IReadOnlyList<Cell>)[g.Model, .. sizes.Select(s => (Cell)(g.Points.FirstOrDefault(p => p.Text == s)?.Value ?? double.NaN)), Seeds(g)]))
        { Caption = $"{study.Metrics[0].Name} by size, the mean over seeds" };
    }

    static string Seeds(ScaledGroup group) => (group.Points.Min(p => p.Seeds), group.Points.Max(p => p.Seeds)) is var (least, most) && least == most ? Say($"{least}") : Say($"{least} to {most}");

    static Table Prices(string metric, List<(ScaledGroup Group, LastStep Step)> steps) => new(
        ["model", "step", new(metric, ValueFormat.Difference), new("gain", ValueFormat.Share), new("time", ValueFormat.Seconds), new("for a percent", ValueFormat.Seconds), new("MiB", ValueFormat.Number), new("J", ValueFormat.Number), "verdict"],
        steps.OrderByDescending(s => double.IsNaN(s.Step.Gain) ? double.NegativeInfinity : s.Step.Gain).Select(s => (IReadOnlyList<Cell>)
        [
            s.Group.Model, $"{s.Step.From.Text} to {s.Step.To.Text}", s.Step.Difference, s.Step.Gain, s.Step.Seconds, s.Step.SecondsPerPercent, s.Step.Bytes / 1048576, Energy(s.Step.Joules), s.Step.Verdict,
        ]))
    { Caption = Say($"What the last step gains for what it takes. It pays where the metric rises by {LastStep.LeastGain:P0} or more; time in processor seconds, memory and energy of a training are what it takes more") };

    static Table Costs(string metric, ScaledGroup[] groups) => new(
        ["model", "size", new("events", ValueFormat.Count), new(metric, ValueFormat.Metric), new("training", ValueFormat.Seconds), new("memory, MiB", ValueFormat.Number), new("energy, J", ValueFormat.Number)],
        groups.SelectMany(g => g.Points.Select(p => (IReadOnlyList<Cell>)[g.Model, p.Text, p.Events, p.Value, p.Seconds, p.Bytes / 1048576, Energy(p.Joules)])))
    { Caption = "What every point took: processor seconds of a training, by how much it grew the process at its highest, energy", Folded = true };

    static Cell Energy(double joules) => double.IsNaN(joules) ? "not measured" : joules;

    // What holds for one size alone is left to the table of trainings.
    static IEnumerable<string> Notes(Study study, IReadOnlyList<CellResult> results, string name)
    {
        var failed = results.Count(r => r.Failed && study.DataOf(r.Cell).Sized?.Of == name);
        if (failed > 0) yield return Say($"{failed} trainings failed: they are no points, and not zeros.");
        if (study.Spec.Data.First(d => d.Sized?.Of == name).Sized!.Sampling is not null) yield return "Smaller samples have other test users and fewer items to rank, and what was not drawn of a user's events counts as a miss where a list names it: values of two sizes are not measured by the same test, and curves are steeper at their ends than under control.";
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
