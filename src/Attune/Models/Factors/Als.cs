using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Matrix factorisation of implicit preferences by alternating least squares: minimises
/// Σ_(u,i) c(u,i)·(p(u,i) − x_u·y_i)² + λ·(Σ|x_u|² + Σ|y_i|²), p = 1 and c = α·weight for observed pairs, p = 0 and c = 1 for all others;
/// score(u, i) = x_u·y_i. Shapes: X users × Factors, Y items × Factors. Hu, Koren and Volinsky, "Collaborative Filtering for Implicit Feedback
/// Datasets", ICDM 2008; conjugate gradients after Takács, Pilászy and Tikk, "Applications of the conjugate gradient method for implicit feedback
/// collaborative filtering", RecSys 2011; blocks and the exponent of λ after Rendle, Krichene, Zhang and Koren, "iALS++: Speeding up Matrix Factorization
/// with Subspace Optimization", 2021, and "Revisiting the Performance of iALS on Item Recommendation Benchmarks", RecSys 2022. Deviations: the
/// confidence of an observed pair is α·weight, not 1 + α·weight; with an exponent, λ is divided by its mean. A history given in a query is
/// folded in by solving its equations exactly; known users answer with their trained vectors. Time per iteration
/// O(preferences · Factors + (users + items) · Factors²) for each gradient step, O(preferences · Factors² + (users + items) · Factors³) for Cholesky,
/// BlockSize in place of one factor for blocks. Deterministic, whatever the number of threads.
/// </summary>
public sealed record Als : ITrainer
{
    /// <summary>Length of the vectors; more = finer tastes, slower. Default 64.</summary>
    [Range(1, 2048), Search(16, 256, Log = true)]
    public int Factors { get; init; } = 64;

    /// <summary>How often users and items are solved in turn. Default 20.</summary>
    [Range(1, 10_000)]
    public int Iterations { get; init; } = 20;

    /// <summary>λ. Default 0.05.</summary>
    [Range(1e-6, 1e6), Search(0.001, 100, Log = true)]
    public double Regularization { get; init; } = 0.05;

    /// <summary>
    /// ν: the λ of a row is multiplied by (the sum of its confidences / the mean of that sum)^ν, so that 1 holds rows with many preferences back as
    /// much for each preference as others. Default 0.
    /// </summary>
    [Range(0, 2.0)]
    public double RegularizationExponent { get; init; }

    /// <summary>α, the confidence in an observed preference of weight 1 against the 1 of an unobserved pair. Default 2.</summary>
    [Range(1e-6, 1e6), Search(1, 100, Log = true)]
    public double Alpha { get; init; } = 2;

    /// <summary>How weights become confidence. Default linear.</summary>
    public AlsConfidence Confidence { get; init; } = AlsConfidence.Linear;

    /// <summary>ε of log confidence: weights far below it count in proportion, far above it by their logarithm. Default 1.</summary>
    [Range(1e-9, 1e9)]
    public double Epsilon { get; init; } = 1;

    /// <summary>How the equations of a row are solved: for speed; the solution sought is the same. Default conjugate-gradient.</summary>
    public AlsMethod Solver { get; init; } = AlsMethod.ConjugateGradient;

    /// <summary>conjugate-gradient only: steps for each vector and iteration; more = closer to the exact solution, slower. Default 3.</summary>
    [Range(1, 1000)]
    public int GradientSteps { get; init; } = 3;

    /// <summary>block only: factors solved at a time; more = fewer iterations, each slower. Default 32.</summary>
    [Range(1, 2048)]
    public int BlockSize { get; init; } = 32;

    /// <summary>Seed of the random start. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public bool WarmStarts => true;

    /// <inheritdoc/>
    public long FitBytes(DataSize size) => 2 * size.Vectors(Factors);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Cancellation.ThrowIfCancellationRequested();
        Seed seed = Seed;
        // Vectors of length 1 in every direction: scores start at the size that they will have. From short positive ones, uniform in [0, 0.01), the
        // loss on MovieLens 100K is still 6 % higher after fifteen iterations.
        var start = 1 / MathF.Sqrt(Factors);
        var users = LatentFactors.Normal(data.Users.Count, Factors, seed.Derive("users"), start);
        var items = LatentFactors.Normal(data.Items.Count, Factors, seed.Derive("items"), start);
        LatentFactors.CopyKnown(context, this, "user_factors", c => c.Users, data.Users, Factors, users);
        LatentFactors.CopyKnown(context, this, "item_factors", c => c.Items, data.Items, Factors, items);
        var solver = new AlsSolver(this, data.Preferences.Map(ConfidenceIn), data.PreferencesByItem.Map(ConfidenceIn), context);
        var catalog = Catalog.Of(data);
        return context.Train("iteration", Iterations, _ =>
        {
            solver.SolveUsers(users, items);
            solver.SolveItems(users, items);
            return context.Progress is null ? null : solver.Loss(users, items);
        }, () =>
        {
            LatentFactors.RequireFinite(this, "Raise regularization or lower alpha.", users, items);
            return new Model(this, catalog, users, items);
        });
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog,
        weights.Float("user_factors", (long)catalog.Users.Count * Factors), weights.Float("item_factors", (long)catalog.Items.Count * Factors));

    internal float ConfidenceIn(float weight) => (float)(Alpha * (Confidence is AlsConfidence.Log ? Math.Log(1 + Math.Max(0, weight) / Epsilon) : weight));

    /// <summary>λ of each row.</summary>
    internal float[] Penalties(CsrMatrix confidences)
    {
        var penalties = new float[confidences.Rows];
        var mean = MeanConfidence(confidences);
        for (var r = 0; r < penalties.Length; r++) penalties[r] = Penalty(confidences.RowValues(r), confidences.Columns, mean);
        return penalties;
    }

    float Penalty(ReadOnlySpan<float> confidences, int columns, double mean) =>
        (float)(RegularizationExponent == 0 ? Regularization : Regularization * Math.Pow((columns + Excess(confidences)) / mean, RegularizationExponent));

    // The mean over rows of the confidences in all pairs.
    static double MeanConfidence(CsrMatrix confidences) => confidences.Columns + Excess(confidences.Values) / Math.Max(1, confidences.Rows);

    // By how much observed pairs exceed the confidence 1 of all others.
    static double Excess(ReadOnlySpan<float> confidences)
    {
        var sum = 0.0;
        foreach (var c in confidences) sum += c - 1;
        return sum;
    }

    sealed class Model(Als trainer, Catalog catalog, float[] users, float[] items) : IExplain, ISimilarItems, IInnerProduct
    {
        // YᵀY: what the equations of every user have in common.
        readonly Lazy<float[]> _common = new(() => Gram.Of(items, trainer.Factors, null));
        readonly Lazy<double> _mean = new(() => MeanConfidence(catalog.Histories.Map(trainer.ConfidenceIn)));

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public ReadOnlyMemory<float> ItemVectors => items;

        public bool TryVector(Query query, Span<float> vector)
        {
            var history = catalog.HistoryOf(query);
            if (history.Count == 0) return false;
            VectorOf(query, history).CopyTo(vector);
            return true;
        }

        // With A = YᵀCY + λI the folded-in score of item t is Σ_h c_h · y_tᵀA⁻¹y_h (Hu, Koren and Volinsky, section 5): one term for each history item.
        public void Contributions(Query query, int item, Span<float> contributions)
        {
            var history = catalog.HistoryOf(query);
            if ((uint)item >= (uint)catalog.Items.Count)
            {
                contributions.Fill(float.NaN);
                return;
            }
            var towards = Row(item).ToArray();
            Cholesky.Solve(Equations(history), trainer.Factors, towards);
            for (var h = 0; h < history.Count; h++) contributions[h] = Confidence(history, h) * Vectors.Dot(towards, Row(history.Items[h]));
        }

        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(items, trainer.Factors, item, scores);

        public void Export(Weights weights) => weights
            .Add("user_factors", users, catalog.Users.Count, trainer.Factors)
            .Add("item_factors", items, catalog.Items.Count, trainer.Factors);

        ReadOnlySpan<float> VectorOf(Query query, History history) =>
            query.History is null ? users.AsSpan(query.User * trainer.Factors, trainer.Factors) : FoldIn(history);

        float[] FoldIn(History history)
        {
            var vector = new float[trainer.Factors];
            for (var h = 0; h < history.Count; h++) Vectors.Axpy(Confidence(history, h), Row(history.Items[h]), vector);
            Cholesky.Solve(Equations(history), trainer.Factors, vector);
            return vector;
        }

        // The Cholesky factor of YᵀCY + λI for a history. An item that comes several times is one pair with the sum of its confidences: each time
        // adds its own, and the 1 of an unobserved pair goes once. So the matrix stays positive definite but for rounding, which a raised λ makes up for.
        float[] Equations(History history)
        {
            var f = trainer.Factors;
            var a = (float[])_common.Value.Clone();
            var (met, confidences) = (new HashSet<int>(history.Count), new float[history.Count]);
            for (var h = 0; h < history.Count; h++)
            {
                var y = Row(history.Items[h]);
                var more = (confidences[h] = Confidence(history, h)) - (met.Add(history.Items[h]) ? 1 : 0);
                for (var r = 0; r < f; r++) Vectors.Axpy(more * y[r], y[..(r + 1)], a.AsSpan(r * f, r + 1));
            }
            var penalty = trainer.RegularizationExponent == 0 ? (float)trainer.Regularization : trainer.Penalty(confidences, catalog.Items.Count, _mean.Value);
            for (var r = 0; r < f; r++) a[r * f + r] += penalty;
            Cholesky.FactorRaised(a, f);
            return a;
        }

        float Confidence(History history, int h) => trainer.ConfidenceIn(history.Weights[h]);

        ReadOnlySpan<float> Row(int item) => items.AsSpan(item * trainer.Factors, trainer.Factors);
    }
}
