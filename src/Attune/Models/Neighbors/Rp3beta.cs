using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// A random walk of three steps over the graph of users and items, with popular ends marked down: from a history item i to a user, to an item j.
/// w(i, j) = Σ_u (r(u,i) / Σ r(·,i))^α · (r(u,j) / Σ r(u,·))^α / d(j)^β, of which every source item i keeps its Neighbors largest, where d(j) counts
/// the users of j, and score(u, j) = Σ over the history of weight(i) · w(i, j). Shapes: a sparse items × items matrix with at most Neighbors
/// entries per source. Beta = 0 is P3alpha: Cooper, Lee, Radzik and Siantos, "Random walks in recommender systems", WWW 2014; Paudel, Christoffel,
/// Newell and Bernstein, "Updatable, accurate, diverse, and scalable recommendations for interactive applications", ACM TiiS 2017.
/// Deviations: steps are weighed by the strengths of the preferences (binary event weights make them equal); the first step, from the user to the
/// history, weighs by strength alone. Time half of Σ history², memory 16 bytes × items × Neighbors + 30 × preferences to fit. Deterministic, whatever the number of threads.
/// </summary>
public sealed record Rp3beta : ITrainer
{
    /// <summary>α, the power of the steps' probabilities: above 1 favours likely ways, below 1 evens them out. Default 1.</summary>
    [Range(0, 10.0)]
    [Search(0.3, 2)]
    public double Alpha { get; init; } = 1;

    /// <summary>β, how much popular items are marked down; 0 = P3alpha. Default 0.6.</summary>
    [Range(0, 10.0)]
    [Search(0, 1)]
    public double Beta { get; init; } = 0.6;

    /// <summary>Targets kept for each history item. Default 100.</summary>
    [Range(1, 100_000)]
    [Search(10, 1000, Log = true)]
    public int Neighbors { get; init; } = 100;

    /// <summary>Whether what each history item keeps is divided by its sum, so that all history items speak equally loud. Default false.</summary>
    public bool Normalize { get; init; }

    /// <summary>How many history items may lead to one target, the strongest, of what they have kept (and normalised); 0 (default) = all. As some implementations prune, in both directions.</summary>
    [Range(0, 100_000)]
    public int Sources { get; init; }

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("walks", 0, data.Items.Count);
        var bySource = NearestRows.Of(Steps(data.Preferences).Transpose(), Ends(data.PreferencesByItem), Neighbors, context.Parallel, done => context.Report("walks", done, data.Items.Count));
        context.Report("walks", data.Items.Count, data.Items.Count);
        return new Model(this, Catalog.Of(data), Pruned(Normalize ? Normalized(bySource) : bySource));
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) =>
        new Model(this, catalog, NeighborLists.Restore(weights, catalog.Items.Count, "targets", "walks"));

    // r(u,i)^α / (Σ r(u,·))^(α/2): the product of two entries of a user is what the way through that user adds, but for Ends.
    CsrMatrix Steps(CsrMatrix preferences)
    {
        var values = preferences.Values.ToArray();
        for (var u = 0; u < preferences.Rows; u++)
        {
            var share = Math.Pow(Total(preferences.RowValues(u)), -Alpha / 2);
            for (var e = preferences.Offsets[u]; e < preferences.Offsets[u + 1]; e++) values[e] = (float)(Math.Pow(values[e], Alpha) * share);
        }
        return new CsrMatrix(preferences.Columns, preferences.Offsets.ToArray(), preferences.ColumnIndices.ToArray(), values);
    }

    // A way is divided by (Σ r(·,i))^α where it starts and by d(j)^β where it ends.
    Likeness Ends(CsrMatrix byItem)
    {
        var (start, end) = (new float[byItem.Rows], new float[byItem.Rows]);
        for (var i = 0; i < byItem.Rows; i++)
        {
            start[i] = (float)Math.Pow(Total(byItem.RowValues(i)), Alpha);
            end[i] = (float)Math.Pow(byItem.RowLength(i), Beta);
        }
        return new Likeness(start, end);
    }

    CsrMatrix Pruned(CsrMatrix bySource)
    {
        if (Sources == 0) return bySource;
        var (byTarget, kept) = (bySource.Transpose(), new List<(int Source, float Value)>());
        var (offsets, columns, values) = (new int[byTarget.Rows + 1], new List<int>(), new List<float>());
        for (var j = 0; j < byTarget.Rows; j++)
        {
            kept.Clear();
            for (var e = 0; e < byTarget.RowLength(j); e++) kept.Add((byTarget.Row(j)[e], byTarget.RowValues(j)[e]));
            foreach (var (source, value) in kept.OrderByDescending(k => k.Value).ThenBy(k => k.Source).Take(Sources).OrderBy(k => k.Source))
            {
                columns.Add(source);
                values.Add(value);
            }
            offsets[j + 1] = columns.Count;
        }
        return new CsrMatrix(byTarget.Columns, offsets, [.. columns], [.. values]).Transpose();
    }

    static CsrMatrix Normalized(CsrMatrix bySource)
    {
        var values = bySource.Values.ToArray();
        for (var i = 0; i < bySource.Rows; i++)
        {
            var sum = Total(bySource.RowValues(i));
            for (var e = bySource.Offsets[i]; e < bySource.Offsets[i + 1]; e++) values[e] = (float)(values[e] / sum);
        }
        return new CsrMatrix(bySource.Columns, bySource.Offsets.ToArray(), bySource.ColumnIndices.ToArray(), values);
    }

    static double Total(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var v in values) sum += v;
        return sum;
    }

    sealed class Model(Rp3beta trainer, Catalog catalog, CsrMatrix bySource) : IExplain, ISimilarItems
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores) => NeighborLists.Score(catalog, bySource, query, items, scores);

        public void Contributions(Query query, int item, Span<float> contributions) => NeighborLists.Contributions(catalog, bySource, query, item, contributions);

        public void Similarities(int item, Span<float> scores) => NeighborLists.Similarities(bySource, item, scores);

        public void Export(Weights weights) => NeighborLists.Export(weights, bySource, "targets", "walks");
    }
}
