namespace Attune.Studies;

/// <summary>What a model of clicks reaches on some rows.</summary>
sealed class ClickMeasures
{
    const int Block = 8192;
    readonly double _auc, _loss;

    ClickMeasures(double auc, double loss) => (_auc, _loss) = (auc, loss);

    internal int Users => 0;

    internal static ClickMeasures Of(IClickModel model, IClickSource rows, FitContext context)
    {
        var (probabilities, labels) = (new float[rows.Count], new float[rows.Count]);
        var at = 0;
        foreach (var block in rows.Blocks(Block))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            model.Predict(block, probabilities.AsSpan(at, block.Count));
            block.Labels.CopyTo(labels, at);
            at += block.Count;
        }
        var loss = 0.0;
        for (var i = 0; i < labels.Length; i++) loss -= Math.Log(Math.Clamp(labels[i] > 0 ? probabilities[i] : 1 - probabilities[i], 1e-7, 1));
        Array.Sort(probabilities, labels);
        double positives = labels.Sum(), won = 0, below = 0;
        for (var i = 0; i < labels.Length;)
        {
            var (j, p, n) = (i, 0, 0);
            for (; j < labels.Length && probabilities[j] == probabilities[i]; j++)
                if (labels[j] > 0) p++;
                else n++;
            won += p * (below + n / 2.0);
            below += n;
            i = j;
        }
        return new ClickMeasures(won / (positives * (labels.Length - positives)), loss / labels.Length);
    }

    internal double Value(IMetric metric) => StudyMetric.ClickAuc.Equals(metric) ? _auc : StudyMetric.LogLoss.Equals(metric) ? _loss : double.NaN;

    internal IEnumerable<CellDetail> Details(string part) => [];
}
