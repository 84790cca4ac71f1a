using System.Globalization;

namespace Attune;

/// <summary>
/// Calibration: a list with the mix of the user's history, one place after another. Each place gets the candidate with the largest
/// (1 − λ)·relevance − λ·KL(history ‖ list with the candidate); equal ones in the model's order. Relevance is the model's score, scaled to 0 … 1 over
/// the candidates; KL is <c>miscalibration-kl</c>, over the labels of a feature or the three groups of popularity. Without a history that has labels the
/// model's order stays. Steck, "Calibrated recommendations", RecSys 2018 (greedy, as there). Time places × pool × labels of an item a list.
/// </summary>
public sealed record Calibrated : IReranker
{
    /// <summary>The weight of calibration, from 0 (the model's order) to 1 (only the mix counts). Default 0.5.</summary>
    public double Lambda { get; init; } = 0.5;

    /// <summary>The item feature whose labels are counted; null (default) = groups of popularity.</summary>
    public string? Feature { get; init; }

    /// <inheritdoc/>
    /// <remarks>Default 100.</remarks>
    public int Pool { get; init; } = Mmr.DefaultPool;

    /// <inheritdoc/>
    public string Name => Reranking.NameOf(string.Create(CultureInfo.InvariantCulture, $"calibrated:{Lambda}{(Feature is null ? "" : $":{Feature}")}"), Pool);

    /// <inheritdoc/>
    public Reorder For(IRecommender model)
    {
        Reranking.Check(Lambda, Pool);
        var (catalog, labels) = (model.Catalog, Reranking.LabelsOf(model.Catalog, Feature));
        return (query, items, scores, order) => new Greedy(labels, labels.Shares(catalog.HistoryOf(query).Items), Lambda).Order(items, scores, order);
    }

    /// <summary>One list as it grows.</summary>
    sealed class Greedy(ItemLabels labels, double[] history, double lambda)
    {
        readonly double[] _sums = new double[history.Length], _terms = new double[history.Length];
        readonly int[] _had = [.. Enumerable.Range(0, history.Length).Where(l => history[l] > 0)];
        int _labelled;

        internal void Order(ReadOnlySpan<int> items, ReadOnlySpan<float> scores, Span<int> order)
        {
            var relevance = Reranking.Scaled(scores);
            for (var place = 0; place < order.Length; place++)
            {
                var (stays, grows) = (Divergence(Math.Max(1, _labelled)), Divergence(_labelled + 1));
                var (best, most) = (-1, double.NegativeInfinity);
                for (var c = 0; c < items.Length; c++)
                {
                    if (double.IsNaN(relevance[c])) continue;
                    var gain = (1 - lambda) * relevance[c] - lambda * (labels[items[c]].IsEmpty ? stays : grows + Change(labels[items[c]]));
                    if (gain > most) (best, most) = (c, gain);
                }
                order[place] = best;
                relevance[best] = double.NaN;
                Add(labels[items[best]]);
            }
        }

        // The divergence of the labels placed so far, shared out over a number of items; keeps its terms.
        double Divergence(int items)
        {
            var sum = 0.0;
            foreach (var l in _had) sum += _terms[l] = Term(l, _sums[l], items);
            return sum;
        }

        // How much the divergence changes by the labels of one more item; the others' terms are those of the list without it, shared out over one item more.
        double Change(ReadOnlySpan<int> added)
        {
            var change = 0.0;
            foreach (var l in added)
                if (history[l] > 0) change += Term(l, _sums[l] + 1.0 / added.Length, _labelled + 1) - _terms[l];
            return change;
        }

        double Term(int label, double sum, int items) =>
            history[label] * Math.Log2(history[label] / ((1 - Attune.Divergence.Mixed) * sum / items + Attune.Divergence.Mixed * history[label]));

        void Add(ReadOnlySpan<int> added)
        {
            if (!added.IsEmpty) _labelled++;
            foreach (var l in added) _sums[l] += 1.0 / added.Length;
        }
    }
}
