using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Nearest neighbours that predict ratings. With x the user and y the item (Side user; the other way round for Side item):
/// r(x, y) = centre(x, y) + spread(x) · Σ_n sim(x, n) · (r(n, y) − centre(n, y)) / spread(n) / Σ_n sim(x, n), the sums over the Neighbors most similar n of
/// positive similarity who have rated (been rated by) y, x left out, ties by ascending index; inside the range of the training ratings.
/// centre, spread: 0, 1 (Basic) · mean(x), 1 (Means) · mean(x), standard deviation(x) (ZScore) · μ + b(x) + b(y) of Baseline, 1 (Baseline).
/// Fewer than MinNeighbors neighbours: the centre, or μ for Basic; the centre of what training does not know is μ, with Baseline the known part of it.
/// sim over the ratings that both have: cosine Σab / √(Σa² Σb²) · msd 1 / (mean (a − b)² + 1) · pearson, the correlation · pearson-baseline
/// (count − 1) / (count − 1 + Shrinkage) · cosine of r − μ − b(x) − b(y). Below MinSupport common ratings it is 0.
/// Shapes: user_bias (users), item_bias (items), scale; Side item also a sparse items × items matrix of the positive similarities.
/// Papers: Herlocker, Konstan, Borchers and Riedl, SIGIR 1999; Sarwar, Karypis, Konstan and Riedl, WWW 2001; Koren, Factor in the Neighbors, TKDD 4(1),
/// 2010. Deviations: of a pair that training has, the rating itself is not used to predict it; biases are those of Baseline with its default options.
/// Deterministic, whatever the number of threads. Side user compares the asking user when asked, which needs no memory for similarities and takes new users:
/// time Σ over his items of their ratings for each query, memory 8 to 32 · ratings bytes beside the histories. Side item: time (Σ (ratings of a user)² + items²) / 2 once,
/// memory 8 bytes for each pair of similar items and direction.
/// </summary>
public sealed partial record RatingKnn : ITrainer
{
    /// <summary>What is averaged over neighbours. Default baseline.</summary>
    [Search]
    public RatingKnnKind Kind { get; init; } = RatingKnnKind.Baseline;

    /// <summary>Whose neighbours are asked. Default item.</summary>
    [Search]
    public RatingKnnSide Side { get; init; } = RatingKnnSide.Item;

    /// <summary>The measure of similarity. Default pearson-baseline.</summary>
    [Search]
    public RatingSimilarity Similarity { get; init; } = RatingSimilarity.PearsonBaseline;

    /// <summary>Neighbours asked at most, 1 to 100000. Default 40.</summary>
    [Range(1, 100_000), Search(5, 100)]
    public int Neighbors { get; init; } = 40;

    /// <summary>Neighbours needed for a prediction of its own, 1 to 100000. Default 1.</summary>
    [Range(1, 100_000)]
    public int MinNeighbors { get; init; } = 1;

    /// <summary>Common ratings needed for a similarity, 1 to 100000. Default 1.</summary>
    [Range(1, 100_000), Search(1, 10)]
    public int MinSupport { get; init; } = 1;

    /// <summary>pearson-baseline only: the number of common ratings at which a similarity counts half, 0 to 1000000. Default 100.</summary>
    [Range(0, 1e6), Search(1, 500, Log = true)]
    public double Shrinkage { get; init; } = 100;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public bool PredictsRatings => true;

    bool NeedsBiases => Kind is RatingKnnKind.Baseline || Similarity is RatingSimilarity.PearsonBaseline;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this, MinNeighbors > Neighbors ? $"minNeighbors is {MinNeighbors}, more than the {Neighbors} neighbors that are asked; lower it." : null);
        context ??= FitContext.Default;
        var ratings = RatingScale.RatingsOf(data, this);
        var (userBias, itemBias) = (new float[ratings.Rows], new float[ratings.Columns]);
        if (NeedsBiases)
        {
            var baseline = new Weights();
            new Baseline().Fit(data, context with { StartFrom = null, EarlyStopping = null }).Export(baseline);
            (userBias, itemBias) = (baseline.Float("user_bias"), baseline.Float("item_bias"));
        }
        else context.Report("ratings", 0, 1);
        var levels = new RatingLevels(this, ratings, RatingScale.Of(ratings), userBias, itemBias);
        var similar = Side is RatingKnnSide.Item ? ItemSimilarities(levels.Compared, context) : null;
        return new Model(this, Catalog.OfRatings(data), levels, similar);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights)
    {
        var levels = new RatingLevels(this, catalog.Histories, RatingScale.Of(weights), weights.Float("user_bias", catalog.Users.Count), weights.Float("item_bias", catalog.Items.Count));
        if (Side is RatingKnnSide.User) return new Model(this, catalog, levels, null);
        var partners = weights.Integer("partners");
        return new Model(this, catalog, levels, new CsrMatrix(catalog.Items.Count, weights.Integer("offsets", catalog.Items.Count + 1), partners, weights.Float("similarities", partners.Length)));
    }

    CsrMatrix ItemSimilarities(CsrMatrix ratings, FitContext context) => Similarity switch
    {
        RatingSimilarity.Msd => ItemSimilarities<MsdSums>(ratings, context),
        RatingSimilarity.Pearson => ItemSimilarities<PearsonSums>(ratings, context),
        _ => ItemSimilarities<CosineSums>(ratings, context),
    };

    CsrMatrix ItemSimilarities<TSums>(CsrMatrix ratings, FitContext context) where TSums : struct, ISimilaritySums
    {
        var (offsets, partners, similarities) = ItemPairs.Of<TSums, float>(ratings, context, (sums, out similarity) => (similarity = SimilarityOf(sums)) > 0, s => s);
        return new CsrMatrix(ratings.Columns, offsets, partners, similarities);
    }

    float SimilarityOf<TSums>(TSums sums) where TSums : struct, ISimilaritySums =>
        sums.Count < MinSupport ? 0
        : Similarity is not RatingSimilarity.PearsonBaseline ? (float)sums.Similarity
        : sums.Count == 1 ? 0
        : (float)(sums.Similarity * (sums.Count - 1) / (sums.Count - 1 + Shrinkage));
}
