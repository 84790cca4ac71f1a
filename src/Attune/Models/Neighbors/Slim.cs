using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Sparse linear methods: each item as a sparse linear combination of the others, learned by elastic nets. For every target item j the column w
/// minimises ½·|r(·,j) − R·w|² + ½·L2·|w|² + L1·Σ|w_i| with w_j = 0 (and w ≥ 0 where NonNegative), and score(u, j) = Σ over the history of
/// weight(i) · w(i, j). Shapes: R users × items, W sparse, items × items. Ning and Karypis, "SLIM: Sparse linear methods for top-n recommender
/// systems", ICDM 2011; coordinate descent with covariance updates after Friedman, Hastie and Tibshirani, "Regularization paths for generalized
/// linear models via coordinate descent", JSS 2010. Deviations: none. The sums are not divided by the number of users: with n users, scikit-learn's
/// alpha and l1_ratio give L1 = n · alpha · l1_ratio and L2 = n · alpha · (1 − l1_ratio).
/// Time Σ history² + items · steps · items, memory 4 bytes × items² to fit, 16 bytes for each weight to keep. Deterministic, whatever the number of threads.
/// </summary>
public sealed record Slim : ITrainer
{
    /// <summary>The penalty on the weights' absolute values: more = fewer weights, faster. Default 1.</summary>
    [Range(0, 1e9)]
    [Search(0.01, 20, Log = true)]
    public double L1 { get; init; } = 1;

    /// <summary>The penalty on the squared weights: more = smaller weights spread over more items. Default 100.</summary>
    [Range(0, 1e9)]
    [Search(1, 1000, Log = true)]
    public double L2 { get; init; } = 100;

    /// <summary>Whether weights below zero are ruled out, which also makes training faster. Default true.</summary>
    public bool NonNegative { get; init; } = true;

    /// <summary>The most sweeps over the weights of an item. Default 100.</summary>
    [Range(1, 100_000)]
    public int Sweeps { get; init; } = 100;

    /// <summary>Ends an item where no weight of a sweep moves by more. Default 0.0001.</summary>
    [Range(1e-9, 1)]
    public double Tolerance { get; init; } = 1e-4;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public long FitBytes(DataSize size) => MatrixBytes(size.Items);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        var n = data.Items.Count;
        RequireRoom(n);
        context.Report("counting pairs", 0, n);
        var gram = Gram(data, context);
        var columns = new (int[] Sources, float[] Weights)[n];
        var done = 0;
        Parallel.For(0, n, context.Parallel, () => (Weights: new float[n], Unexplained: new float[n]), (j, _, room) =>
        {
            columns[j] = Solve(gram, n, j, room.Weights, room.Unexplained);
            if (Interlocked.Increment(ref done) is var finished && finished % 1024 == 0) context.Report("elastic nets", finished, n);
            return room;
        }, _ => { });
        context.Report("elastic nets", n, n);
        return new Model(this, Catalog.Of(data), CsrMatrix.FromRows(n, columns));
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) =>
        new Model(this, catalog, NeighborLists.Restore(weights, catalog.Items.Count, "sources", "weights"));

    static long MatrixBytes(int items) => (long)sizeof(float) * items * items;

    static void RequireRoom(int items)
    {
        var needed = MatrixBytes(items);
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if ((long)items * items > Array.MaxLength || needed > available)
            throw new DataException(string.Create(CultureInfo.InvariantCulture,
                $"slim holds one dense matrix of items × items: {items} items need {needed / 1e9:0.0} GB, and {available / 1e9:0.0} GB is there (46,340 items at most anywhere). Keep fewer items (a k-core filter) or take item-knn or rp3beta."));
    }

    // RᵀR.
    static float[] Gram(Dataset data, FitContext context)
    {
        var (byUser, byItem, n) = (data.Preferences, data.PreferencesByItem, data.Items.Count);
        var gram = new float[(long)n * n];
        Parallel.For(0, n, context.Parallel, i =>
        {
            for (var e = byItem.Offsets[i]; e < byItem.Offsets[i + 1]; e++)
            {
                var user = byItem.ColumnIndices[e];
                SparseRows.AddTo(gram.AsSpan(i * n, n), byUser.Row(user), byUser.RowValues(user), byItem.Values[e]);
            }
        });
        return gram;
    }

    // Coordinate descent for one target. rest(i) = Rᵢ·(r − R·w): what is left to explain, as each source sees it. A source that shares no user with the
    // target starts with nothing to explain and, without negative weights, never gets any.
    (int[], float[]) Solve(float[] gram, int n, int target, float[] weights, float[] rest)
    {
        Array.Clear(weights);
        gram.AsSpan(target * n, n).CopyTo(rest);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var moved = 0f;
            for (var i = 0; i < n; i++)
            {
                if (i == target || (weights[i] == 0 && !(rest[i] > L1) && (NonNegative || !(rest[i] < -L1)))) continue;
                var own = gram[i * n + i];
                var step = (float)(Shrunk(rest[i] + (double)own * weights[i]) / (own + L2)) - weights[i];
                if (step == 0) continue;
                weights[i] += step;
                Vectors.Axpy(-step, gram.AsSpan(i * n, n), rest);
                moved = Math.Max(moved, Math.Abs(step));
            }
            if (moved <= Tolerance) break;
        }
        int[] sources = [.. Enumerable.Range(0, n).Where(i => weights[i] != 0)];
        return (sources, Array.ConvertAll(sources, i => weights[i]));
    }

    // Soft thresholding.
    double Shrunk(double x) => x > L1 ? x - L1 : !NonNegative && x < -L1 ? x + L1 : 0;

    sealed class Model(Slim trainer, Catalog catalog, CsrMatrix byTarget) : IExplain, ISimilarItems
    {
        readonly CsrMatrix _bySource = byTarget.Transpose();

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores) => NeighborLists.Score(catalog, _bySource, query, items, scores);

        public void Contributions(Query query, int item, Span<float> contributions) => NeighborLists.Contributions(catalog, _bySource, query, item, contributions);

        public void Similarities(int item, Span<float> scores) => NeighborLists.Similarities(_bySource, item, scores);

        public void Export(Weights weights) => NeighborLists.Export(weights, byTarget, "sources", "weights");
    }
}
