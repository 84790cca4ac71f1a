namespace Attune.Studies;

/// <summary>Facility location and matching pursuit beside searches over everything.</summary>
static class MatchingMeasures
{
    internal static double Cover()
    {
        using (var small = new DrawnWorld(14, 5, 4))
        {
            var best = Subsets(14, 4).Max(s => Value(small.Units, s));
            var reached = Value(small.Units, new CraigSampler(5000).Select(small.Task(4)));
            if (reached < (1 - 1 / Math.E) * best || reached > best + 1e-5) return 1;
        }
        using var world = new DrawnWorld(90, 5, 6);
        var chosen = new CraigSampler(5000).Select(world.Task(20));
        var greedy = new List<int>();
        while (greedy.Count < chosen.Length) greedy.Add(Enumerable.Range(0, 90).Except(greedy).MaxBy(c => Value(world.Units, [.. greedy, c])));
        return chosen.Where((c, t) => c != greedy[t]).Count();
    }

    internal static double Pursuit()
    {
        const double Lambda = 0.5;
        using var world = new DrawnWorld(40, 10, 5);
        double[] target = [.. Enumerable.Range(0, 5).Select(d => world.Target.Average(t => t[d]))];
        var (chosen, weights) = new GradMatchSampler(Lambda).SelectWeighted(world.Task(7));
        var (searched, found, left) = (new List<int>(), Array.Empty<double>(), target);
        while (searched.Count < weights.Length)
        {
            searched.Add(Enumerable.Range(0, 40).Except(searched).MaxBy(c => DrawnWorld.Dot(world.Units[c], left)));
            found = Weights([.. searched.Select(s => world.Units[s])], target, Lambda);
            left = Residual([.. searched.Select(s => world.Units[s])], found, target);
        }
        if (weights.Length < 3 || !chosen.Take(weights.Length).SequenceEqual(searched)) return 1;
        return weights.Zip(found, (a, b) => Math.Abs(a - b)).Max();
    }

    // The best weights of 0 and more: of every set that may be above 0 the solution of its equations, if it is above 0 there.
    static double[] Weights(double[][] rows, double[] target, double lambda)
    {
        var (best, least) = (new double[rows.Length], double.PositiveInfinity);
        for (var set = 0; set < 1 << rows.Length; set++)
        {
            int[] on = [.. Enumerable.Range(0, rows.Length).Where(j => (set >> j & 1) == 1)];
            var solved = Solved([.. on.Select(j => rows[j])], target, lambda);
            if (solved.Any(w => w < 0)) continue;
            var weights = new double[rows.Length];
            for (var j = 0; j < on.Length; j++) weights[on[j]] = solved[j];
            var left = Residual(rows, weights, target);
            var value = DrawnWorld.Dot(left, left) + lambda * DrawnWorld.Dot(weights, weights);
            if (value < least) (best, least) = (weights, value);
        }
        return best;
    }

    // (G + λ I) w = products with the target, by elimination; the matrix is positive definite.
    static double[] Solved(double[][] rows, double[] target, double lambda)
    {
        var n = rows.Length;
        double[][] a = [.. rows.Select((r, i) => (double[])[.. rows.Select((s, j) => DrawnWorld.Dot(r, s) + (i == j ? lambda : 0)), DrawnWorld.Dot(r, target)])];
        for (var i = 0; i < n; i++)
            for (var r = 0; r < n; r++)
                if (r != i)
                {
                    var factor = a[r][i] / a[i][i];
                    for (var c = i; c <= n; c++) a[r][c] -= factor * a[i][c];
                }
        return [.. Enumerable.Range(0, n).Select(i => a[i][n] / a[i][i])];
    }

    static double[] Residual(double[][] rows, double[] weights, double[] target) => [.. target.Select((t, d) => t - rows.Select((r, j) => weights[j] * r[d]).Sum())];

    static double Value(double[][] units, IReadOnlyCollection<int> chosen) => units.Sum(u => chosen.Max(c => 1 + DrawnWorld.Dot(u, units[c])));

    static IEnumerable<int[]> Subsets(int of, int count) => Enumerable.Range(0, 1 << of).Where(s => System.Numerics.BitOperations.PopCount((uint)s) == count).Select(s => Enumerable.Range(0, of).Where(i => (s >> i & 1) == 1).ToArray());
}
