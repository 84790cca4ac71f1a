using Attune.Numerics;

namespace Attune.Neural;

/// <summary>What is made small over what users bought again and what of their own they did not: cross-entropy of single items, or a distance of pairs.</summary>
/// <param name="loss">Which of the two.</param>
/// <param name="negatives">Which of the items that were not bought again count.</param>
/// <param name="ratio">Of how many at most, for each that was; all of them with <see cref="RepeatNegatives.All"/>.</param>
/// <param name="margin">The distance of pairs.</param>
sealed class RepeatCriterion(RepeatLoss loss, RepeatNegatives negatives, int ratio, double margin)
{
    // Days within which purchases count for what is drawn by frequency.
    const int Lately = 28;

    /// <summary>Targets of an example whose first <paramref name="size"/> items are read: items, or pairs of them. Known before anything is scored.</summary>
    internal long TargetsOf(Repurchase example, int size)
    {
        long bought = example.Bought.AsSpan(0, size).Count(true);
        var others = Others(bought, size - bought);
        return loss is RepeatLoss.Ranker ? bought * others : bought + others;
    }

    /// <summary>The sum of the losses of all targets of a batch.</summary>
    /// <param name="scores">B × S.</param>
    /// <param name="batch">What was scored.</param>
    /// <param name="examples">B.</param>
    /// <param name="seeds">B: of what is drawn.</param>
    internal Tensor Sum(Tensor scores, RepeatBatch batch, Repurchase[] examples, Seed[] seeds)
    {
        using var scope = new Scope();
        var values = negatives is RepeatNegatives.Hard or RepeatNegatives.Mixed ? scores.Detach().To(DType.Float32).ToArray<float>() : new float[batch.Cells];
        var (yes, no) = (new List<int[]>(), new List<int[]>());
        for (var b = 0; b < batch.Count; b++)
        {
            var (first, bought) = (b * batch.Length, examples[b].Bought);
            var mine = Enumerable.Range(0, batch.Sizes[b]).ToLookup(s => bought[s]);
            var chosen = Choose(examples[b].History, [.. mine[false]], (int)Others(mine[true].Count(), mine[false].Count()), values.AsSpan(first, batch.Sizes[b]), seeds[b]);
            yes.Add([.. mine[true].Select(s => first + s)]);
            no.Add(Array.ConvertAll(chosen, s => first + s));
        }
        return scope.Return(loss is RepeatLoss.Ranker ? Distances(scores, yes, no) : Entropies(scores, yes, no));
    }

    long Others(long bought, long others) => negatives is RepeatNegatives.All ? others : Math.Min(others, ratio * bought);

    static Tensor Entropies(Tensor scores, List<int[]> yes, List<int[]> no)
    {
        var (weights, labels) = (new float[scores.Count], new float[scores.Count]);
        foreach (var s in yes.SelectMany(s => s)) (weights[s], labels[s]) = (1, 1);
        foreach (var s in no.SelectMany(s => s)) weights[s] = 1;
        Tensor Of(float[] numbers) => Tensor.Wrap(numbers, scores.Shape).To(scores.DType).To(scores.Device);
        // −log σ(s) of a yes and −log(1 − σ(s)) of a no.
        return ((scores.Softplus() - scores * Of(labels)) * Of(weights)).Sum();
    }

    Tensor Distances(Tensor scores, List<int[]> yes, List<int[]> no)
    {
        long[] above = [.. yes.SelectMany((y, b) => y.SelectMany(s => Enumerable.Repeat((long)s, no[b].Length)))];
        long[] below = [.. yes.SelectMany((y, b) => y.SelectMany(_ => no[b].Select(s => (long)s)))];
        var flat = scores.Reshape(-1);
        Tensor Of(long[] places) => flat.IndexSelect(0, Tensor.Wrap(places, places.Length).To(scores.Device));
        return (margin - (Of(above) - Of(below))).Relu().Sum();
    }

    int[] Choose(PurchaseHistory history, int[] places, int count, ReadOnlySpan<float> scores, Seed seed)
    {
        if (count == places.Length) return places;
        var left = new List<int>(places);
        var keys = new double[scores.Length];
        var chosen = new List<int>(count);
        foreach (var (kind, share) in Kinds)
        {
            var stream = seed.Derive((int)kind).Stream();
            foreach (var s in left) keys[s] = kind is RepeatNegatives.Hard ? scores[s] : Math.Log(1 - stream.NextDouble()) / WeightOf(kind, history.DaysAgo(s));
            var take = Math.Min(count - chosen.Count, kind == Kinds[^1].Kind ? count : (int)Math.Round(share * count));
            chosen.AddRange(left.OrderByDescending(s => keys[s]).ThenBy(s => s).Take(take));
            left = [.. left.Except(chosen)];
        }
        return [.. chosen];
    }

    (RepeatNegatives Kind, double Share)[] Kinds => negatives is RepeatNegatives.Mixed
        ? [(RepeatNegatives.Hard, 0.4), (RepeatNegatives.Random, 0.3), (RepeatNegatives.Frequency, 0.2), (RepeatNegatives.Recency, 0.1)] : [(negatives, 1)];

    // The k greatest of log(u) / weight are k draws without putting back (Efraimidis and Spirakis 2006). What was not bought lately can be drawn all the same.
    static double WeightOf(RepeatNegatives kind, ReadOnlySpan<int> daysAgo)
    {
        if (kind is RepeatNegatives.Recency) return 1.0 / daysAgo[0];
        if (kind is not RepeatNegatives.Frequency) return 1;
        var lately = 0.1;
        foreach (var d in daysAgo) lately += d <= Lately ? 1 : 0;
        return lately;
    }
}
