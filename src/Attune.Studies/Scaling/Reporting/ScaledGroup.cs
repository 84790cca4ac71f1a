namespace Attune.Studies;

/// <summary>One model on the sizes of one data set: its curve, and what every point took. Immutable.</summary>
/// <param name="Data">The name of the whole.</param>
/// <param name="Model">The model.</param>
/// <param name="Way">How sizes are made.</param>
/// <param name="Points">Ascending by events, each obtained size once.</param>
sealed record ScaledGroup(string Data, string Model, SizedData Way, IReadOnlyList<ScaledPoint> Points)
{
    internal LearningCurve Curve { get; } = new($"{Data}, {Model}", Points.Select(p => new ScalePoint(p.Events, p.Value)));

    /// <summary>The groups of a study that have a result, by data, then in the order of the models.</summary>
    /// <param name="study">The study.</param>
    /// <param name="results">What is done of it.</param>
    /// <param name="metric">Which of its metrics.</param>
    internal static IReadOnlyList<ScaledGroup> Of(Study study, IReadOnlyList<CellResult> results, int metric = 0)
    {
        var byCell = results.ToLookup(r => (r.Cell.Data, r.Cell.Model));
        return
        [
            .. from whole in study.Spec.Data.Where(d => d.Sized is not null).GroupBy(d => d.Sized!.Of)
               from model in study.Spec.Models
               let points = whole.Select(d => ScaledPoint.Of(d.Sized!, byCell[(d.Name, model.Label)], metric)).OfType<ScaledPoint>().DistinctBy(p => p.Events).OrderBy(p => p.Events).ToArray()
               where points.Length > 0
               select new ScaledGroup(whole.Key, model.Label, whole.First().Sized!, points),
        ];
    }

    /// <summary>Whether every size has been trained, or has failed, under the first seed: before that its last point is not the end.</summary>
    internal bool IsWhole(Study study, IReadOnlyList<CellResult> results)
    {
        var done = results.Select(r => r.Cell).ToHashSet();
        return study.Cells.Where(c => c.Model == Model && c.Seed == study.Spec.Seeds[0] && study.DataOf(c).Sized?.Of == Data).All(done.Contains);
    }

    internal ScaledPoint Last => Points[^1];

    /// <summary>The point that the last step is counted from: that of <see cref="LearningCurve.GainBase"/>, or else the one before the last; null of one point.</summary>
    internal ScaledPoint? Before => Points.Count < 2 ? null : Curve.GainBase is { } from ? Points.First(p => p.Events == from.Size) : Points[^2];
}
