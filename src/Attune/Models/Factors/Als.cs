using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Matrix factorisation of implicit preferences by alternating least squares: minimises
/// Σ_(u,i) c(u,i)·(p(u,i) − x_u·y_i)² + λ·(Σ|x_u|² + Σ|y_i|²), p = 1 and c = α·weight for observed pairs, p = 0 and c = 1 for all others;
/// score(u, i) = x_u·y_i. Shapes: X users × Factors, Y items × Factors. Hu, Koren and Volinsky, "Collaborative Filtering for Implicit Feedback
/// Datasets", ICDM 2008; conjugate gradients after Takács, Pilászy and Tikk, "Applications of the conjugate gradient method for implicit feedback
/// collaborative filtering", RecSys 2011. Deviation: the confidence of an observed pair is α·weight, not 1 + α·weight. A history given in a query is
/// folded in by solving its equations exactly; known users answer with their trained vectors. Time per iteration
/// O(preferences · Factors + (users + items) · Factors²) for each gradient step. Deterministic, whatever the number of threads.
/// </summary>
public sealed record Als : ITrainer
{
    /// <summary>Length of the vectors; more = finer tastes, slower. Default 64.</summary>
    [Range(1, 2048)]
    [Search(16, 256, Log = true)]
    public int Factors { get; init; } = 64;

    /// <summary>How often users and items are solved in turn. Default 20.</summary>
    [Range(1, 10_000)]
    public int Iterations { get; init; } = 20;

    /// <summary>λ. Default 0.05.</summary>
    [Range(1e-6, 1e6)]
    [Search(0.001, 100, Log = true)]
    public double Regularization { get; init; } = 0.05;

    /// <summary>α, the confidence in an observed preference of weight 1 against the 1 of an unobserved pair. Default 2.</summary>
    [Range(1e-6, 1e6)]
    [Search(0.5, 50, Log = true)]
    public double Alpha { get; init; } = 2;

    /// <summary>Conjugate gradient steps for each vector and iteration; more = closer to the exact solution, slower. Default 3.</summary>
    [Range(1, 1000)]
    public int GradientSteps { get; init; } = 3;

    /// <summary>Seed of the random start. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public bool WarmStarts => true;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("iteration", 0, Iterations);
        Seed seed = Seed;
        var users = LatentFactors.Uniform(data.Users.Count, Factors, seed.Derive("users"), 0.01f);
        var items = LatentFactors.Uniform(data.Items.Count, Factors, seed.Derive("items"), 0.01f);
        LatentFactors.CopyKnown(context, this, "user_factors", c => c.Users, data.Users, Factors, users);
        LatentFactors.CopyKnown(context, this, "item_factors", c => c.Items, data.Items, Factors, items);
        var solver = new AlsSolver(this, context);
        for (var iteration = 1; iteration <= Iterations; iteration++)
        {
            solver.Solve(data.Preferences, users, items);
            solver.Solve(data.PreferencesByItem, items, users);
            var loss = context.Progress is null ? default(double?) : solver.Loss(data.PreferencesByItem, items, users);
            context.Report("iteration", iteration, Iterations, loss);
        }
        LatentFactors.RequireFinite(this, "Raise regularization or lower alpha.", users, items);
        return new Model(this, Catalog.Of(data), users, items);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog,
        weights.Float("user_factors", (long)catalog.Users.Count * Factors), weights.Float("item_factors", (long)catalog.Items.Count * Factors));

    sealed class Model(Als trainer, Catalog catalog, float[] users, float[] items) : IExplain, ISimilarItems
    {
        // YᵀY + λI: what the equations of every user have in common.
        readonly float[] _common = AlsSolver.Normal(items, trainer.Factors, trainer.Regularization, null);

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> candidates, Span<float> scores)
        {
            var history = catalog.HistoryOf(query);
            if (history.Count == 0) scores.Fill(float.NaN);
            else if (query.History is null) LatentFactors.Score(users.AsSpan(query.User * trainer.Factors, trainer.Factors), items, null, candidates, scores);
            else LatentFactors.Score(FoldIn(history), items, null, candidates, scores);
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

        float[] FoldIn(History history)
        {
            var vector = new float[trainer.Factors];
            for (var h = 0; h < history.Count; h++) Vectors.Axpy(Confidence(history, h), Row(history.Items[h]), vector);
            Cholesky.Solve(Equations(history), trainer.Factors, vector);
            return vector;
        }

        // The Cholesky factor of YᵀCY + λI for a history. An item that comes several times is one pair with the sum of its confidences: each time
        // adds its own, and the 1 of an unobserved pair goes once. So the matrix stays positive definite.
        float[] Equations(History history)
        {
            var f = trainer.Factors;
            var a = (float[])_common.Clone();
            var met = new HashSet<int>(history.Count);
            for (var h = 0; h < history.Count; h++)
            {
                var y = Row(history.Items[h]);
                var more = Confidence(history, h) - (met.Add(history.Items[h]) ? 1 : 0);
                for (var r = 0; r < f; r++) Vectors.Axpy(more * y[r], y[..(r + 1)], a.AsSpan(r * f, r + 1));
            }
            Cholesky.Factor(a, f);
            return a;
        }

        float Confidence(History history, int h) => (float)trainer.Alpha * history.Weights[h];

        ReadOnlySpan<float> Row(int item) => items.AsSpan(item * trainer.Factors, trainer.Factors);
    }
}
