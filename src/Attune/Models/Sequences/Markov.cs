using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// A Markov chain over items: what comes next after what came last. c(i, j) = Σ of 1/d over all places where j follows i at a distance d of at most Reach,
/// P(j | i) = (c(i, j) + Smoothing · p(j)) / (c(i) + Smoothing), p(j) = share of events that are of j, and
/// score(j) = Σ_k Decay^k · P(j | the k-th item from the end) / Σ_k Decay^k over the last Window items of the history: a probability.
/// Shapes: c a sparse items × items matrix, p (items). With Reach 1 and Window 1 it is the first-order chain; with a longer Reach the sequential rules of
/// Ludewig and Jannach, "Evaluation of session-based recommendation algorithms", UMUAI 2018. Smoothing after Jelinek and Mercer, 1980, with
/// Dirichlet weights. Only the order of a history is read, not its weights: a known history given in order scores as the stored one. Without a history
/// it cannot say. Time O(events · Reach), memory 8 bytes for each pair that occurs. Deterministic.
/// </summary>
public sealed record Markov : ITrainer
{
    /// <summary>How far apart two items may stand and still be a step, the further the less; 1 = neighbours only. Default 3.</summary>
    [Range(1, 1000)]
    [Search(1, 10)]
    public int Reach { get; init; } = 3;

    /// <summary>How many of the newest items of a history are asked what follows; 1 = the last alone. Default 10.</summary>
    [Range(1, 100_000)]
    public int Window { get; init; } = 10;

    /// <summary>What the item before counts against the one after it, 0 (nothing) to 1 (as much). Default 0.5.</summary>
    [Range(0, 1.0)]
    [Search(0, 1)]
    public double Decay { get; init; } = 0.5;

    /// <summary>How many steps the popularity of an item is worth: the back-off for items that are seldom followed by anything. Default 1.</summary>
    [Range(1e-9, 1e9)]
    [Search(0.01, 100, Log = true)]
    public double Smoothing { get; init; } = 1;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("counting steps", 0, data.Users.Count);
        var all = Catalog.OfSequences(data);
        var shares = Shares(all.Sequences!, data.Items.Count);
        var steps = Count(all.Sequences!, data.Items.Count, context);
        context.Report("counting steps", data.Users.Count, data.Users.Count);
        return new Model(this, Catalog.OfSequences(data, Window), steps, shares);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights)
    {
        var next = weights.Integer("next");
        return new Model(this, catalog, new CsrMatrix(catalog.Items.Count, weights.Integer("offsets", catalog.Items.Count + 1), next, weights.Float("steps", next.Length)), weights.Float("shares", catalog.Items.Count));
    }

    static float[] Shares(ItemSequences sequences, int items)
    {
        var counts = new double[items];
        foreach (var item in sequences.Items) counts[item]++;
        return Array.ConvertAll(counts, c => (float)(c / Math.Max(1, sequences.Items.Length)));
    }

    // Row by row: the followers of all places of one item at a time need room for one row only, with a place for each item: one row a thread.
    CsrMatrix Count(ItemSequences sequences, int items, FitContext context)
    {
        var (starts, places) = PlacesByItem(sequences, items);
        var ends = EndsByPlace(sequences);
        var rows = new (int[] Next, float[] Steps)[items];
        using var sums = new ThreadLocal<double[]>(() => new double[items]);
        context.For(items, i =>
        {
            if (i % 1024 == 0) context.Cancellation.ThrowIfCancellationRequested();
            var (row, touched) = (sums.Value!, new List<int>());
            foreach (var place in places.AsSpan(starts[i]..starts[i + 1]))
                for (var d = 1; d <= Reach && place + d < ends[place]; d++)
                {
                    var next = sequences.Items[place + d];
                    if (row[next] == 0) touched.Add(next);
                    row[next] += 1.0 / d;
                }
            touched.Sort();
            rows[i] = ([.. touched], [.. touched.Select(t => (float)row[t])]);
            foreach (var t in touched) row[t] = 0;
        });
        var offsets = new int[items + 1];
        for (var i = 0; i < items; i++) offsets[i + 1] = checked(offsets[i] + rows[i].Next.Length);
        return new CsrMatrix(items, offsets, [.. rows.SelectMany(r => r.Next)], [.. rows.SelectMany(r => r.Steps)]);
    }

    static (int[] Starts, int[] Places) PlacesByItem(ItemSequences sequences, int items)
    {
        var (starts, places) = (new int[items + 1], new int[sequences.Items.Length]);
        foreach (var item in sequences.Items) starts[item + 1]++;
        for (var i = 0; i < items; i++) starts[i + 1] += starts[i];
        var next = starts.AsSpan(0, items).ToArray();
        for (var p = 0; p < places.Length; p++) places[next[sequences.Items[p]]++] = p;
        return (starts, places);
    }

    static int[] EndsByPlace(ItemSequences sequences)
    {
        var ends = new int[sequences.Items.Length];
        for (var u = 0; u < sequences.Users; u++) ends.AsSpan(sequences.Offsets[u]..sequences.Offsets[u + 1]).Fill(sequences.Offsets[u + 1]);
        return ends;
    }

    sealed class Model(Markov trainer, Catalog catalog, CsrMatrix steps, float[] shares) : IRecommender
    {
        // 1 / (c(i) + Smoothing).
        readonly float[] _scale = ScaleOf(steps, trainer.Smoothing);

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var sequence = catalog.SequenceOf(query);
            if (sequence.Length > trainer.Window) sequence = sequence[^trainer.Window..];
            var (total, popular) = Parts(sequence);
            if (catalog.IsWhole(items)) ScoreAll(sequence, total, popular, scores);
            else
                for (var i = 0; i < items.Length; i++)
                    scores[i] = (uint)items[i] < (uint)shares.Length && total > 0 ? Of(sequence, total, popular, items[i]) : float.NaN;
        }

        public void Export(Weights weights) => weights
            .Add("offsets", steps.Offsets.ToArray())
            .Add("next", steps.ColumnIndices.ToArray())
            .Add("steps", steps.Values.ToArray())
            .Add("shares", shares);

        // Σ Decay^k, and what of it the popularity gets.
        (double Total, float Popular) Parts(ReadOnlySpan<int> sequence)
        {
            var (total, popular, weight) = (0.0, 0.0, 1.0);
            for (var k = sequence.Length - 1; k >= 0; k--, weight *= trainer.Decay)
            {
                total += weight;
                popular += weight * trainer.Smoothing * _scale[sequence[k]];
            }
            return (total, (float)(popular / total));
        }

        void ScoreAll(ReadOnlySpan<int> sequence, double total, float popular, Span<float> scores)
        {
            if (total == 0)
            {
                scores.Fill(float.NaN);
                return;
            }
            for (var j = 0; j < shares.Length; j++) scores[j] = popular * shares[j];
            var weight = 1.0;
            for (var k = sequence.Length - 1; k >= 0; k--, weight *= trainer.Decay)
            {
                var times = (float)(weight / total * _scale[sequence[k]]);
                var next = steps.Row(sequence[k]);
                var counts = steps.RowValues(sequence[k]);
                for (var n = 0; n < next.Length; n++) scores[next[n]] += times * counts[n];
            }
        }

        float Of(ReadOnlySpan<int> sequence, double total, float popular, int item)
        {
            var (score, weight) = (popular * shares[item], 1.0);
            for (var k = sequence.Length - 1; k >= 0; k--, weight *= trainer.Decay)
                if (steps.Row(sequence[k]).BinarySearch(item) is >= 0 and var at) score += (float)(weight / total * _scale[sequence[k]]) * steps.RowValues(sequence[k])[at];
            return score;
        }

        static float[] ScaleOf(CsrMatrix steps, double smoothing)
        {
            var scale = new float[steps.Rows];
            for (var i = 0; i < scale.Length; i++)
            {
                var sum = smoothing;
                foreach (var c in steps.RowValues(i)) sum += c;
                scale[i] = (float)(1 / sum);
            }
            return scale;
        }
    }
}
