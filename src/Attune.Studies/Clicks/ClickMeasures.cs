namespace Attune.Studies;

/// <summary>What a model of clicks reaches on some rows, by the names of a study's metrics.</summary>
sealed class ClickMeasures
{
    readonly ClickScores _scores;

    ClickMeasures(ClickScores scores) => _scores = scores;

    /// <summary>Rows that were measured.</summary>
    internal int Rows => checked((int)_scores.Rows);

    internal static ClickMeasures Of(IClickModel model, IClickSource rows, FitContext context) => new(ClickEvaluation.Of(model, rows, new ClickEvaluationOptions { BootstrapSamples = 0 }, context with { Progress = null }));

    /// <summary>A metric's value; NaN where it is not one of clicks.</summary>
    internal double Value(IMetric metric) =>
        StudyMetric.ClickAuc.Equals(metric) ? _scores["auc"].Value
        : StudyMetric.ClickGauc.Equals(metric) ? _scores["gauc"].Value
        : StudyMetric.LogLoss.Equals(metric) ? _scores["log-loss"].Value
        : StudyMetric.CalibrationError.Equals(metric) ? _scores["ece"].Value : double.NaN;

    /// <summary>The area with the deviation after DeLong, so that mean ± z · deviation / √count is its interval; and how often rows of each bin were clicked beside what was predicted.</summary>
    internal IEnumerable<CellDetail> Details(string part)
    {
        yield return new CellDetail(part, StudyMetric.ClickAuc.Name, Rows, _scores["auc"].Value, _scores.AucDeviation * Math.Sqrt(Rows));
        foreach (var (bin, at) in _scores.Reliability.Select((b, i) => (b, i)))
        {
            var name = FormattableString.Invariant($"bin {at + 1}");
            yield return new CellDetail(name, "predicted", (int)bin.Weight, bin.Predicted, double.NaN);
            yield return new CellDetail(name, "clicked", (int)bin.Weight, bin.Observed, double.NaN);
        }
    }
}
