using Attune.Numerics;

namespace Attune;

/// <summary>
/// Orthogonal matching pursuit as in GRAD-MATCH (Killamsetty and others 2021): min over w ≥ 0 of |Σ w_j g_j − g|² + λ |w|² over the chosen j, with unit vectors g_j and g the mean unit vector of the reference. Each pass takes what the residual has the largest inner product with, then finds all
/// weights anew by coordinate descent. Up to 1,000 chosen chunks one a pass, beyond that ⌈count ⁄ 1,000⌉, whose weights are found in ten sweeps from the last ones and not to the end. Where nothing points the residual's way any more, it fills up by score, and says so. Deterministic.
/// </summary>
/// <param name="Lambda">Above 0. Default 0.5.</param>
sealed record GradMatchSampler(double Lambda) : ISubsetSampler
{
    const int Passes = 1000, Sweeps = 200, FewSweeps = 10;

    public string Name => SubsetSampler.NameOf("grad-match", Lambda, 0.5);

    public int[] Select(SubsetTask task) => SelectWeighted(task).Chosen;

    /// <summary>The choice, and the weights of what the pursuit took, in the same order.</summary>
    internal (int[] Chosen, double[] Weights) SelectWeighted(SubsetTask task)
    {
        var of = task.Represented(this);
        if (of.Norms is null) throw new ArgumentException($"{Name} matches vectors, and {of.Name} are none; represent the chunks by vectors.", nameof(task));
        var rows = of.Rows(task.Context);
        var matched = new Matching(Array.ConvertAll(of.ReferenceSum.Sum, v => v / of.References), Lambda);
        var (chosen, taken, products) = (new List<int>(task.Count), new bool[of.Count], new double[of.Count]);
        for (var most = (task.Count + Passes - 1) / Passes; chosen.Count < task.Count;)
        {
            Products(rows, matched.Residual, products, task.Context);
            var next = Draws.Largest(products, Math.Min(most, task.Count - chosen.Count), taken).Where(i => products[i] > 1e-12).ToArray();
            if (next.Length == 0) break;
            foreach (var i in next)
            {
                taken[i] = true;
                matched.Add(rows.Gather([i]));
            }
            chosen.AddRange(next);
            matched.Solve(most == 1 ? Sweeps : FewSweeps);
            task.Context.Report("choosing", chosen.Count, task.Count);
        }
        if (chosen.Count < task.Count)
        {
            task.Note?.Invoke($"grad-match: after {chosen.Count} of {task.Count} chunks no other one came closer to the reference; the rest are those with the best scores.");
            chosen.AddRange(Draws.Largest(of.Scores, task.Count - chosen.Count, taken));
        }
        return ([.. chosen], [.. matched.Weights]);
    }

    static void Products(RowStore rows, double[] vector, double[] products, FitContext context) => rows.ForBlocks(context, (block, first, values) =>
    {
        for (var i = 0; i < rows.RowsOf(block); i++) products[first + i] = Vectors.Dot(values.AsSpan(i * rows.Dimension, rows.Dimension), vector);
    });

    /// <summary>The weighted vectors so far, and what they leave of the target.</summary>
    sealed class Matching(double[] target, double lambda)
    {
        readonly List<float[]> _rows = [];
        readonly List<double> _squares = [];

        internal List<double> Weights { get; } = [];

        internal double[] Residual { get; } = (double[])target.Clone();

        internal void Add(float[] row)
        {
            _rows.Add(row);
            _squares.Add(Vectors.Dot(row, Array.ConvertAll(row, v => (double)v)));
            Weights.Add(0);
        }

        // Strictly convex: coordinate descent from the old weights ends at the one minimum.
        internal void Solve(int sweeps)
        {
            for (var sweep = 0; sweep < sweeps; sweep++)
            {
                var largest = 0.0;
                for (var j = 0; j < _rows.Count; j++)
                {
                    var weight = Math.Max(0, (Vectors.Dot(_rows[j], Residual) + Weights[j] * _squares[j]) / (_squares[j] + lambda));
                    var step = weight - Weights[j];
                    if (step == 0) continue;
                    Vectors.Axpy(-step, _rows[j], Residual);
                    Weights[j] = weight;
                    largest = Math.Max(largest, Math.Abs(step));
                }
                if (largest < 1e-10) return;
            }
        }
    }
}
