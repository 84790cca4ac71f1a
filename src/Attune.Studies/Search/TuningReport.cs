using System.Globalization;

namespace Attune.Studies;

/// <summary>The report of a search.</summary>
static class TuningReport
{
    const int Shown = 10;

    internal static Report Of(Tuning tuning) => new($"Tuned {Options.NameOf(tuning.Trainer.GetType())}")
    {
        Lead = Lead(tuning),
        Facts = [.. Facts(tuning)],
        Sections =
        [
            new Section("The best trials") { Charts = [Course(tuning)], Tables = [Best(tuning)], Notes = tuning.Notes },
            new Section("Which options mattered") { Tables = [Spread(tuning)], Notes = [OptionEffect.Caveat] },
        ],
    };

    static string Lead(Tuning tuning) => $"{tuning.Metric.Name} {Metric(tuning.Value)} on the validation data ({tuning.Validation}) with {string.Join(", ", tuning.Settings.Select(s => $"{s.Key} {s.Value}"))}."
        + (tuning.Given is { } given && !double.IsNaN(given.Value) ? $" As given it reaches {Metric(given.Value)}." : "")
        + " Being the best of many, the first value is too good; the test data has not been looked at.";

    static IEnumerable<Fact> Facts(Tuning tuning)
    {
        yield return new Fact($"{tuning.Metric.Name} (validation)", tuning.Value, ValueFormat.Metric) { Detail = FormattableString.Invariant($"the settings of trial {tuning.Best.Number}") };
        if (tuning.Given is { } given) yield return new Fact("gain over the settings given", tuning.Value - given.Value, ValueFormat.Difference) { Detail = "on the validation data" };
        yield return new Fact("trials", tuning.Trials.Count, ValueFormat.Count) { Detail = tuning.Method.ToString().ToLowerInvariant() };
        yield return new Fact("time of all trials", tuning.Trials.Sum(t => t.Seconds), ValueFormat.Seconds);
    }

    static Table Best(Tuning tuning)
    {
        var epochs = tuning.Trials.Any(t => t.Epoch > 0);
        var ranked = tuning.Trials.OrderBy(t => Loss(tuning, t)).Where((t, rank) => rank < Shown || t == tuning.Given);
        return new Table([new("trial", ValueFormat.Count), new(tuning.Metric.Name, ValueFormat.Metric), .. tuning.Space.Dimensions.Select(d => new Column(d.Name) { Right = !d.IsList }),
            .. epochs ? [new Column("best epoch", ValueFormat.Count)] : Array.Empty<Column>(), new("time", ValueFormat.Seconds), "remark"],
            ranked.Select(t => (IReadOnlyList<Cell>)[t.Number, (Cell)t.Value with { Strong = t == tuning.Best }, .. tuning.Space.Dimensions.Select(d => (Cell)t.Settings[d.Name]),
                .. epochs ? [t.Epoch > 0 ? t.Epoch : double.NaN] : Array.Empty<Cell>(), t.Seconds, Remark(tuning, t)]))
        { Caption = FormattableString.Invariant($"The best of {tuning.Trials.Count} trials, and the settings given; on the validation data") };
    }

    static string Remark(Tuning tuning, Trial trial) => trial.Error.Length > 0 ? "failed" : trial.Pruned ? "given up early" : trial.Number == tuning.Given?.Number ? "as given" : "";

    static Chart Course(Tuning tuning)
    {
        var (points, best) = (new List<(double, double)>(), double.NaN);
        foreach (var trial in tuning.Trials)
        {
            if (!double.IsNaN(trial.Value) && !(Loss(tuning, trial) >= -TrialRun.Sign(tuning.Metric) * best)) best = trial.Value;
            points.Add((trial.Number, best));
        }
        return new Chart.Lines("How the search went",
        [
            new Chart.Line("best so far", points),
            new Chart.Line("each trial", [.. tuning.Trials.Select(t => ((double)t.Number, t.Value))]) { Reference = true },
        ])
        { Subtitle = $"{tuning.Metric.Name} on the validation data (upwards) by trial (across)", Format = ValueFormat.Metric, XFormat = ValueFormat.Count };
    }

    static Table Spread(Tuning tuning) => new(["option", "searched", new("best") { Right = true }, new("in the best quarter") { Right = true }, new("share of the spread", ValueFormat.Share)],
        tuning.Space.Dimensions.Select(d => OptionEffect.Of(tuning, d)).OrderByDescending(e => e.Share).Select(e => (IReadOnlyList<Cell>)[e.Dimension.Name, Searched(e.Dimension), tuning.Best.Settings[e.Dimension.Name], e.BestQuarter, e.Share]));

    static string Searched(Dimension dimension) => dimension.ToString()[(dimension.Name.Length + 1)..].Replace(":log", ", log", StringComparison.Ordinal).Replace("..", " to ", StringComparison.Ordinal);

    static double Loss(Tuning tuning, Trial trial) => double.IsNaN(trial.Value) ? double.PositiveInfinity : -TrialRun.Sign(tuning.Metric) * trial.Value;

    static string Metric(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
