namespace Attune.Studies;

/// <summary>One published value beside ours: the mean over the seeds and its standard error s/√n, which is 0 for a model that draws no random numbers.</summary>
/// <param name="Published">What was published.</param>
/// <param name="Mean">Our mean over the finished seeds; NaN before there is one.</param>
/// <param name="Error">The standard error of that mean; NaN where one seed of several is done.</param>
/// <param name="Verdict">"reached", "missed", "open: …" or "failed"; empty for a value that only stands beside.</param>
sealed record Gate(PublishedValue Published, double Mean, double Error, string Verdict)
{
    internal const string Rule = "A gate is reached where the mean of all seeds is at least the published value less one standard error of that mean (s/√n over the seeds).";

    internal static IEnumerable<Gate> Of(Study study, IReadOnlyList<CellResult> results) => study.Spec.Published.Select(p => Of(study, results, p));

    /// <summary>The mean over the finished seeds of a cell, its standard error, and how many there are.</summary>
    internal static (double Mean, double Error, int Seeds) Estimate(Study study, IReadOnlyList<CellResult> results, string data, string model, int metric)
    {
        double[] values = [.. results.Where(r => !r.Failed && r.Cell.Data == data && r.Cell.Model == model).Select(r => r.Values[metric])];
        if (values.Length == 0) return (double.NaN, double.NaN, 0);
        var mean = values.Average();
        if (values.Length == 1) return (mean, CellsOf(study, data, model) == 1 && !study.IsSeeded(data, model) ? 0 : double.NaN, 1);
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length), values.Length);
    }

    internal static int CellsOf(Study study, string data, string model) => study.Cells.Count(c => c.Data == data && c.Model == model);

    static Gate Of(Study study, IReadOnlyList<CellResult> results, PublishedValue published)
    {
        var metric = study.Spec.Metrics.ToList().IndexOf(published.Metric);
        var (mean, error, seeds) = Estimate(study, results, published.Data, published.Model, metric);
        var asked = CellsOf(study, published.Data, published.Model);
        var failed = results.Count(r => r.Failed && r.Cell.Data == published.Data && r.Cell.Model == published.Model);
        // One seed has no spread: then the value itself decides.
        var room = double.IsNaN(error) ? 0 : error;
        var verdict = !published.Gate ? "" : failed > 0 ? "failed" : seeds < asked ? FormattableString.Invariant($"open: {seeds} of {asked} seeds")
            : TrialRun.Sign(study.Metrics[metric]) * (mean - published.Value) >= -room ? "reached" : "missed";
        return new(published, mean, error, verdict);
    }
}
