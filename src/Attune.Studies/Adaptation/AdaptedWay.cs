using Attune.Neural;

namespace Attune.Studies;

/// <summary>One way of keeping a model up to date on some data, over the seeds that are done.</summary>
/// <param name="Model">The way, as the study calls it.</param>
/// <param name="Results">Its cells that are done.</param>
sealed record AdaptedWay(StudyModel Model, CellResult[] Results)
{
    internal string Name => Model.Label;

    internal bool IsFull => Model.Update?.Select == SubsetUpdate.All;

    internal static AdaptedWay[] Of(Study study, StudyData data, IReadOnlyList<CellResult> results) => [.. study.Spec.Models.Where(m => m.IsOn(data))
        .Select(m => new AdaptedWay(m, [.. results.Where(r => !r.Failed && r.Cell.Data == data.Name && r.Cell.Model == m.Label)])).Where(w => w.Results.Length > 0)];

    /// <summary>The mean over seeds of something, with its interval by Student's t.</summary>
    internal MeanInterval Over(Func<CellResult, double> value) => MeanInterval.Of([.. Results.Select(value).Where(double.IsFinite)]);

    internal MeanInterval Recovered(Study study, IReadOnlyList<CellResult> results, string metric = AdaptedCell.OfFull) => Over(r => AdaptedCell.ValueOf(study, r, results, metric));

    /// <summary>The first metric on each stretch, in the mean over the seeds.</summary>
    internal double[] Course(Study study)
    {
        double[][] courses = [.. Results.Select(r => AdaptedCell.Course(study, r)).Where(c => c.Length > 0)];
        return courses.Length == 0 ? [] : [.. Enumerable.Range(0, courses[0].Length).Select(k => courses.Average(c => c[k]))];
    }

    /// <summary>By how much it is above the way that it is held against, user by user, and the largest p of its seeds; NaN where there is none.</summary>
    internal (MeanInterval Above, double P) Versus
    {
        get
        {
            var measure = $"{AdaptationRun.Above} {Model.Update?.Versus}";
            return (Over(r => AdaptedCell.Mean(r, measure)), Results.Select(r => AdaptedCell.Mean(r, $"p {measure}")).DefaultIfEmpty(double.NaN).Max());
        }
    }
}
