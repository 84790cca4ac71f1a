using Attune.Neural;

namespace Attune.Studies;

/// <summary>What a trained network of clicks leaves out, as details of a result: each layer's zeros, thresholds and inputs over its views, and how much of each matrix is used.</summary>
static class ClickDetails
{
    internal const string Zeros = "zeros", Alpha = "alpha", Input = "mean-input", Gamma = "gamma", Small = "small-weights", Mass = "mass-of-the-top";

    internal static string Layer(int layer) => FormattableString.Invariant($"layer {layer}");

    internal static IEnumerable<CellDetail> Of(IClickModel model, ClickParts data)
    {
        var report = SparsityReport.Of(model, data.Test);
        foreach (var layer in report.Views.GroupBy(v => v.Layer).OrderBy(g => g.Key))
            foreach (var (measure, of) in new (string, Func<ViewSparsity, double>)[] { (Zeros, v => v.ZeroRatio), (Alpha, v => v.Alpha.Count == 0 ? double.NaN : v.Alpha.Average()), (Input, v => v.MeanInput), (Gamma, v => v.MeanGamma) })
                if (CellDetail.Of(Layer(layer.Key), measure, layer.Select(of)) is { Count: > 0 } detail) yield return detail;
        foreach (var matrix in report.Weights)
        {
            yield return CellDetail.One(matrix.Name, Small, matrix.SmallShare);
            yield return CellDetail.One(matrix.Name, Mass, matrix.TopMass);
        }
    }
}
