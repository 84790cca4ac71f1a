using Attune.Numerics;

namespace Attune;

/// <summary>
/// Facility location as in CRAIG (Mirzasoleiman, Bilmes and Leskovec 2020): S maximises Σ over all candidates i of max over j in S of sim(i, j), greedily, with sim = 1 + cosine (tokens: BM25), which is at least 1 − 1 ⁄ e of the optimum. Up to <paramref name="Exact"/> candidates lazily, with the
/// same result as plain greedy; beyond that the sum is over 1,024 candidates drawn once, and each step looks at ⌈(n ⁄ k) ln 10⌉ candidates drawn anew (Mirzasoleiman and others 2015), so that time grows with n alone. Of equal gains the lower number.
/// </summary>
/// <param name="Exact">Candidates up to which all are compared with all. Default 5000.</param>
sealed record CraigSampler(int Exact) : ISubsetSampler
{
    const int Sampled = 1024;

    public string Name => SubsetSampler.NameOf("craig", Exact, 5000);

    public int[] Select(SubsetTask task)
    {
        var of = task.Represented(this);
        if (of.Count <= Exact) return Lazily(task, new Cover(of.Covering([.. Enumerable.Range(0, of.Count)]), of.Count, task.Context));
        task.Note?.Invoke($"craig: {of.Count} candidates are more than {Exact}, so {Math.Min(Sampled, of.Count)} of them stand for all, and each step looks at a few candidates drawn at random.");
        var noise = new double[of.Count];
        for (var i = 0; i < noise.Length; i++) noise[i] = Draws.Unit(task.SeedOf("craig points"), i);
        var points = Draws.Largest(noise, Math.Min(Sampled, of.Count));
        return Drawn(task, new Cover(of.Covering(points), points.Length, task.Context));
    }

    // A gain only falls as more is chosen: an old gain is a bound, and who stays in front with a new one is the best (Minoux 1978).
    static int[] Lazily(SubsetTask task, Cover cover)
    {
        var (queue, fresh, chosen) = (new PriorityQueue<int, (double, int)>(), new int[task.Candidates.Count], new int[task.Count]);
        var gains = cover.GainsOf([.. Enumerable.Range(0, task.Candidates.Count)]);
        for (var i = 0; i < gains.Length; i++) queue.Enqueue(i, (-gains[i], i));
        for (var t = 0; t < chosen.Length; t++)
        {
            int best;
            while (fresh[best = queue.Dequeue()] != t)
            {
                fresh[best] = t;
                queue.Enqueue(best, (-cover.GainOf(best), best));
            }
            cover.Add(chosen[t] = best);
            if (t % 100 == 99 || t + 1 == chosen.Length) task.Context.Report("choosing", t + 1, chosen.Length);
        }
        return chosen;
    }

    static int[] Drawn(SubsetTask task, Cover cover)
    {
        var (left, stream, chosen) = (Enumerable.Range(0, task.Candidates.Count).ToArray(), task.SeedOf("craig").Stream(), new int[task.Count]);
        var looks = (int)Math.Ceiling((double)left.Length / task.Count * Math.Log(10));
        for (var t = 0; t < chosen.Length; t++)
        {
            var rest = left.Length - t;
            var seen = Math.Min(looks, rest);
            // The first places of a shuffle.
            for (var i = 0; i < seen; i++)
            {
                var j = i + stream.NextInt(rest - i);
                (left[i], left[j]) = (left[j], left[i]);
            }
            var gains = cover.GainsOf(left[..seen]);
            var best = 0;
            for (var i = 1; i < seen; i++)
                if (gains[i] > gains[best] || (gains[i] == gains[best] && left[i] < left[best])) best = i;
            cover.Add(chosen[t] = left[best]);
            left[best] = left[rest - 1];
            if (t % 1000 == 999 || t + 1 == chosen.Length) task.Context.Report("choosing", t + 1, chosen.Length);
        }
        return chosen;
    }

    /// <summary>How well the chosen stand for each point so far.</summary>
    internal sealed class Cover(CoveredPoints points, int count, FitContext context)
    {
        readonly float[] _best = new float[count];

        internal double GainOf(int candidate)
        {
            var likeness = new float[count];
            points.By(candidate, likeness);
            var gain = 0.0;
            for (var p = 0; p < count; p++) gain += Math.Max(0, likeness[p] - _best[p]);
            return gain;
        }

        internal double[] GainsOf(int[] candidates)
        {
            var gains = new double[candidates.Length];
            context.For(candidates.Length, i => gains[i] = GainOf(candidates[i]));
            return gains;
        }

        internal void Add(int candidate)
        {
            var likeness = new float[count];
            points.By(candidate, likeness);
            for (var p = 0; p < count; p++) _best[p] = Math.Max(_best[p], likeness[p]);
        }
    }
}
