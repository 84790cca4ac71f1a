using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Samplers beside searches over everything.</summary>
static class SamplerMeasures
{
    internal static double Herding(int candidates)
    {
        using var world = new DrawnWorld(candidates, 20, 8);
        var chosen = new HerdingSampler().Select(world.Task(candidates / 5));
        var searched = new List<int>();
        while (searched.Count < chosen.Length) searched.Add(Enumerable.Range(0, candidates).Except(searched).MinBy(c => SquaredDiscrepancy([.. searched.Append(c).Select(i => world.Units[i])], world.Target)));
        return chosen.Where((c, t) => c != searched[t]).Count();
    }

    // mean k(p, p′) + mean k(q, q′) − 2 mean k(p, q), pair by pair.
    internal static double SquaredDiscrepancy(double[][] p, double[][] q) => Mean(p, p) + Mean(q, q) - 2 * Mean(p, q);

    internal static double Frequencies(int draws)
    {
        using var world = new DrawnWorld(5, 4, 4);
        var weights = new double[5];
        var (scores, mean) = (world.Representation.Scores.ToArray(), world.Representation.Scores.ToArray().Average());
        var deviation = Math.Sqrt(scores.Average(s => (s - mean) * (s - mean)));
        for (var i = 0; i < weights.Length; i++) weights[i] = Math.Exp(scores[i] / deviation);
        if (scores.Min() >= 0) throw new InvalidOperationException("The check wants a negative score among the five.");
        var counts = new int[25];
        for (var seed = 0; seed < draws; seed++)
        {
            var pair = new WeightedSampler(1).Select(world.Task(2, seed));
            counts[5 * pair[0] + pair[1]]++;
        }
        return Enumerable.Range(0, 25).Where(p => p / 5 != p % 5).Sum(p =>
        {
            var expected = draws * weights[p / 5] / weights.Sum() * weights[p % 5] / (weights.Sum() - weights[p / 5]);
            return (counts[p] - expected) * (counts[p] - expected) / expected;
        });
    }

    internal static double Updates() => Math.Max(Updates(new DiverseSampler(0.1)), Updates(new DiverseSampler(0.1, Mean: true)));

    static double Updates(DiverseSampler sampler)
    {
        using var world = new DrawnWorld(120, 15, 6);
        var task = world.Task(40);
        var first = Enumerable.Range(0, 120).Select(i => world.Target.Average(t => DrawnWorld.Dot(world.Units[i], t))).ToArray();
        var (expected, penalties, chosen, largest) = ((double[])first.Clone(), new double[120], new List<int>(), 0.0);
        sampler.Select(task, (batch, scores) =>
        {
            if (!batch.SequenceEqual(Expected(task, expected, chosen, batch.Length, (chosen.Count + 3) / 4))) largest = 1;
            chosen.AddRange(batch);
            for (var i = 0; i < expected.Length; i++)
            {
                penalties[i] += batch.Average(b => DrawnWorld.Dot(world.Units[i], world.Units[b]));
                expected[i] = first[i] - (sampler.Mean ? chosen.Average(c => DrawnWorld.Dot(world.Units[i], world.Units[c])) : penalties[i]);
                largest = Math.Max(largest, Math.Abs(expected[i] - scores[i]));
            }
        });
        return chosen.Count == 40 && chosen.Distinct().Count() == 40 ? largest : 1;
    }

    // The batch that these scores, with the noise of the batch's number, put first.
    static IEnumerable<int> Expected(SubsetTask task, double[] scores, List<int> taken, int count, int batch)
    {
        var mean = scores.Average();
        var deviation = Math.Sqrt(scores.Average(s => (s - mean) * (s - mean)));
        var seed = task.SeedOf("diverse").Derive(batch);
        return Enumerable.Range(0, scores.Length).Except(taken).OrderByDescending(i => scores[i] / deviation + Draws.Gumbel(seed, i)).Take(count);
    }

    internal static double Moved()
    {
        using var memory = new DrawnWorld(1500, 30, 64);
        using var disk = new DrawnWorld(1500, 30, 64, ceiling: 0);
        if (!disk.Representation.IsOnDisk || memory.Representation.IsOnDisk) return double.PositiveInfinity;
        using var tokens = Representation.Tokens(memory.Candidates, memory.Candidates.Take([1, 2, 3]));
        var moved = 0;
        foreach (var form in SubsetSampler.Forms.Split(", ").Append("craig:100"))
        {
            var sampler = SubsetSampler.Parse(form);
            var once = sampler.Select(memory.Task(150, threads: 1));
            if (!once.SequenceEqual(sampler.Select(memory.Task(150, threads: 2)))) moved++;
            if (!once.SequenceEqual(sampler.Select(disk.Task(150, threads: 2)))) moved++;
            if (form.StartsWith("norm", StringComparison.Ordinal) || form.StartsWith("grad", StringComparison.Ordinal)) continue;
            if (!sampler.Select(memory.Task(150, threads: 1) with { Representation = tokens }).SequenceEqual(sampler.Select(memory.Task(150, threads: 2) with { Representation = tokens }))) moved++;
        }
        return moved;
    }

    static double Mean(double[][] a, double[][] b) => a.Average(x => b.Average(y => DrawnWorld.Dot(x, y)));
}
