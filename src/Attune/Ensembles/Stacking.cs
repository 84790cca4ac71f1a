using System.Buffers;
using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// A model that learns when to trust which model: score(u, i) = Σ_m (a(m) + b(m)·h) · z(m, i) + (c + d·h) · p(i) + e + f·h, where z(m, i) is the member's score in
/// standard deviations (0 where it cannot say), p the logarithm of the item's popularity and h that of the length of the history, both standardised. The
/// coefficients are learned by logistic regression on an inner split: members are fitted on a part of the training data, what was held out is
/// told from the hundred best of each member and a hundred others, which stand for all the rest, and then the members are fitted on all of it. The score is the log-odds of a hit. For
/// members that predict ratings z is the prediction less the mean, and ridge regression learns what to add to their plain mean. The test data is never
/// looked at.
/// Shapes: coefficients (2 · members + 4), and those of the members, their names prefixed by their place ("0.counts"). Members of ratings and of
/// preferences do not mix. Wolpert, "Stacked generalization", Neural Networks 1992; Sill, Takács, Mackey and Lin, "Feature-weighted linear stacking", 2009 (the
/// products with h). Deterministic as its members are; to fit costs twice the sum of the members, to answer their sum. Every list takes the whole catalog's
/// scores of every member. Data too small to hold anything out gives the plain mean.
/// </summary>
public sealed record Stacking : ITrainer
{
    ITrainer[]? _members;

    /// <summary>The models, each a name, or a name with options as in <c>ease:regularization=300</c> (a colon before each option). Default ease, als, item-knn.</summary>
    public IReadOnlyList<string> Models
    {
        get;
        init => (field, _members) = (value, null);
    } = ["ease", "als", "item-knn"];

    /// <summary>Pull of all coefficients towards 0, in units of one held-out example. Default 1.</summary>
    [Range(1e-6, 1e9)]
    [Search(0.1, 1000, Log = true)]
    public double Regularization { get; init; } = 1;

    /// <summary>The split of the training data on whose held-out part coefficients are learned, as in <see cref="Split.Forms"/>. Default user-random:0.2.</summary>
    public string HoldOut { get; init; } = "user-random:0.2";

    /// <summary>How many users the coefficients are learned from, drawn at random where there are more. Default 2000.</summary>
    [Range(1, 1_000_000)]
    public int Users { get; init; } = 2000;

    /// <summary>Seed of the inner split and of the draw of users. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Whatever one of its models reads; by the length of the history also that.</summary>
    public QueryParts Reads => Parts.Reads();

    /// <inheritdoc/>
    public bool WarmStarts => Parts.Any(t => t.WarmStarts);

    /// <inheritdoc/>
    public long FitBytes(DataSize size) => Parts.FitBytes(size);

    /// <inheritdoc/>
    public bool ReadsSetup => Parts.Any(t => t.ReadsSetup);

    /// <inheritdoc/>
    public IEnumerable<string> NotesOn(TrainingSetup setup) => Parts.SelectMany(t => t.NotesOn(setup)).Distinct();

    /// <inheritdoc/>
    public bool PredictsRatings => Parts.All(t => t.PredictsRatings);

    ITrainer[] Parts => _members ??= Members.Read("stacking", Models);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        if (context.StartFrom is not (null or Model)) throw Members.CannotStart("stacking", context.StartFrom);
        var inner = InnerMembers.Fit(Parts, data, HoldOut, Seed, Users, context);
        var (coefficients, scale) = new StackingFit(this, inner).Learn(context);
        return new Model(this, Parts.Fit(data, context, (context.StartFrom as Model)?.Fitted), coefficients, scale);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) =>
        new Model(this, Parts.Restore(catalog, weights), weights.Float("coefficients", 2 * Parts.Length + 4), weights.Float("scale", 3));

    /// <summary>Equal stacks are equal.</summary>
    public bool Equals(Stacking? other) => other is not null && Options.ToJson(this) == Options.ToJson(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Models.Aggregate(Seed, HashCode.Combine);

    sealed class Model(Stacking trainer, IRecommender[] members, float[] coefficients, float[] scale) : IRecommender
    {
        readonly float[] _popularity = StackingFit.PopularityOf(members.Catalog());

        public ITrainer Trainer => trainer;

        public Catalog Catalog { get; } = members.Catalog();

        internal IRecommender[] Fitted => members;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var count = trainer.PredictsRatings ? items.Length : Catalog.Items.Count;
            var rented = ArrayPool<float>.Shared.Rent((members.Length + 1) * count);
            var rows = rented.AsSpan(0, members.Length * count);
            var sums = rented.AsSpan(members.Length * count, count);
            if (trainer.PredictsRatings) MemberScores.Ask(members, Catalog, query, items, rows);
            else MemberScores.Scaled(members, Catalog, query, ScoreScale.ZScore, rows);
            Sum(rows, trainer.PredictsRatings ? items : Catalog.AllItems, StackingFit.Height(Catalog.HistoryOf(query).Count, scale), sums);
            if (trainer.PredictsRatings) sums.CopyTo(scores);
            else MemberScores.Hand(sums, items, scores);
            ArrayPool<float>.Shared.Return(rented);
        }

        public void Export(Weights weights)
        {
            weights.Add("coefficients", coefficients).Add("scale", scale);
            members.Export(weights);
        }

        void Sum(ReadOnlySpan<float> rows, ReadOnlySpan<int> items, float height, Span<float> sums)
        {
            var (m, rates) = (members.Length, trainer.PredictsRatings);
            for (var i = 0; i < sums.Length; i++)
            {
                var popularity = (uint)items[i] < (uint)_popularity.Length ? _popularity[items[i]] : 0;
                var (sum, said, mean) = (coefficients[2 * m + 2] + coefficients[2 * m + 3] * height + (coefficients[2 * m] + coefficients[2 * m + 1] * height) * popularity, 0, 0f);
                for (var k = 0; k < m; k++)
                {
                    var score = rows[k * sums.Length + i];
                    if (float.IsNaN(score)) continue;
                    (said, mean) = (said + 1, mean + score);
                    sum += (coefficients[2 * k] + coefficients[2 * k + 1] * height) * (rates ? score - scale[2] : score);
                }
                sums[i] = said == 0 ? float.NaN : rates ? sum + mean / said : sum;
            }
        }
    }
}
