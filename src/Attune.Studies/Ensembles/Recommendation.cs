using System.Globalization;

namespace Attune.Studies;

/// <summary>
/// What to take: the ensemble with the largest gain among those that are better than the tuned single model by more than chance and bring at least so many percent of quality for each percent of energy;
/// where there is none, the single model.
/// </summary>
/// <param name="Take">The model.</param>
/// <param name="Text">One sentence with the reason.</param>
sealed record Recommendation(Contender Take, string Text)
{
    /// <summary>Percent of quality for each percent of energy where nobody says otherwise: a gain of 1 % may double the energy.</summary>
    internal const double UsualWorth = 0.01;

    /// <summary>For every data of a study that has ensembles and something to hold them against.</summary>
    /// <param name="study">The study.</param>
    /// <param name="results">What is done of it.</param>
    /// <param name="worth">Percent of quality for each percent of energy; null for the study's own.</param>
    internal static IReadOnlyList<(Contest Contest, Recommendation Recommended)> Of(Study study, IReadOnlyList<CellResult> results, double? worth) =>
        [.. study.Spec.Data.Select(d => Contest.Of(study, d, results)).OfType<Contest>().Select(c => (c, Of(c, worth ?? study.Spec.Worth ?? UsualWorth)))];

    internal static Recommendation Of(Contest contest, double worth)
    {
        var single = contest.Single;
        if (!double.IsFinite(single.WattHours)) return new(single, $"Keep {single.Model} until energy has been measured: without it nobody can say what an ensemble costs (--energy).");
        Contender[] better = [.. contest.All.Where(c => c.IsEnsemble && c.IsBetter && double.IsFinite(c.WattHours))];
        if (better.Where(c => c.Efficiency >= worth).MaxBy(c => c.Gain) is { } take)
            return new(take, Say($"Take {take.Model}: {Against(take, single)}{(take.Overhead <= 0 ? "" : $", {Number(take.Efficiency)} % of quality for each percent of energy, and {Number(worth)} is asked for")}."));
        var ensembles = contest.All.Where(c => c.IsEnsemble && double.IsFinite(c.Gain)).ToArray();
        if (better.MaxBy(c => c.Efficiency) is { } nearest)
            return new(single, Say($"Keep the single model {single.Model}: the best gain for its energy, {nearest.Model}, is {Against(nearest, single)}, {Number(nearest.Efficiency)} % of quality for each percent of energy where {Number(worth)} is asked for."));
        return new(single, ensembles.MaxBy(c => c.Gain) is { } most ? Say($"Keep the single model {single.Model}: no ensemble is better by more than chance; the best, {most.Model}, is {Against(most, single)}.") : Say($"Keep the single model {single.Model}: no ensemble has a result yet."));
    }

    static string Against(Contender c, Contender single) => Say($"{Number(Math.Abs(c.Gain))} % {(c.Gain >= 0 ? "better" : "worse")} than {single.Model} ({(double.IsNaN(c.P) ? "one seed, no test" : $"p {(c.P < 0.001 ? "< 0.001" : c.P.ToString("0.000", CultureInfo.InvariantCulture))} over {c.Seeds} seeds")}) for {Number(Math.Abs(c.Overhead))} % {(c.Overhead >= 0 ? "more" : "less")} energy");

    static string Number(double value) => value.ToString(Math.Abs(value) < 100 ? "0.###" : "#,0", CultureInfo.InvariantCulture);

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
