using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Attune;

/// <summary>
/// A weighted mean of models: score(i) = Σ_m w(m) · s(m, i) / Σ_m w(m), over the members m that can say something of item i; s(m, i) is the member's score on a
/// scale that they share (Scale), for members that predict ratings the prediction itself. Weights that are not given are learned: the
/// members are fitted on a part of the training data, the weights sought that rank the rest of it best (NDCG@10; for ratings least RMSE), and then the
/// members are fitted on all of it. The test data is never looked at. Data too small to hold anything out gives equal weights.
/// Shapes: weights (members), and those of the members, their names prefixed by their place ("0.counts"). Members of ratings and of preferences do not mix.
/// Jahrer, Töscher and Legenstein, "Combining predictions for accurate recommender systems", KDD 2010; the search goes weight by weight, up and down, from
/// equal weights and from each member alone. Deterministic as its members are; to fit costs the sum of the members, twice where weights are learned, to
/// answer their sum and for Rank a sort. Every list takes the whole catalog's scores of every member.
/// </summary>
public sealed record Blend : ITrainer
{
    ITrainer[]? _members;

    /// <summary>The models, each a name, or a name with options as in <c>ease:regularization=300</c> (a colon before each option). Default ease, als, popularity.</summary>
    public IReadOnlyList<string> Models
    {
        get;
        init => (field, _members) = (value, null);
    } = ["ease", "als", "popularity"];

    /// <summary>One weight of 0 or more for each model, in their order; empty (the default) learns them.</summary>
    public IReadOnlyList<string> Weights { get; init; } = [];

    /// <summary>How scores become comparable; ratings stay as they are. Default ZScore.</summary>
    [Search]
    public ScoreScale Scale { get; init; }

    /// <summary>The split of the training data on whose held-out part weights are learned, as in <see cref="Split.Forms"/>. Default user-random:0.2.</summary>
    public string HoldOut { get; init; } = "user-random:0.2";

    /// <summary>How many users the weights are learned from, drawn at random where there are more. Default 2000.</summary>
    [Range(1, 1_000_000)]
    public int Users { get; init; } = 2000;

    /// <summary>Seed of the inner split and of the draw of users. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Whatever one of its models reads.</summary>
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

    ITrainer[] Parts => _members ??= Members.Read("blend", Models);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this, Complaint());
        context ??= FitContext.Default;
        if (context.StartFrom is not (null or Model)) throw Members.CannotStart("blend", context.StartFrom);
        var weights = Weights.Count > 0 ? Given() : new BlendWeights(this, InnerMembers.Fit(Parts, data, HoldOut, Seed, Users, context)).Learn(context);
        return new Model(this, Parts.Fit(data, context, (context.StartFrom as Model)?.Fitted), weights);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, Parts.Restore(catalog, weights), weights.Float("weights", Parts.Length));

    /// <summary>Equal blends are equal.</summary>
    public bool Equals(Blend? other) => other is not null && Options.ToJson(this) == Options.ToJson(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Models.Aggregate(Seed, HashCode.Combine);

    float[] Given() => [.. Weights.Select(w => float.TryParse(w, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : float.NaN)];

    string? Complaint() => Weights.Count == 0 ? null
        : Weights.Count != Parts.Length ? string.Create(CultureInfo.InvariantCulture, $"weights has {Weights.Count} numbers for {Parts.Length} models; give one for each, or none to learn them.")
        : Given() is var given && given.All(w => w >= 0 && float.IsFinite(w)) && given.Any(w => w > 0) ? null
        : $"weights is {string.Join(",", Weights)}; give numbers of 0 or more, not all of them 0.";

    /// <summary>The weighted mean of rows of scores, written into <paramref name="mean"/>.</summary>
    internal static void Mean(ReadOnlySpan<float> rows, ReadOnlySpan<float> weights, Span<float> mean)
    {
        for (var i = 0; i < mean.Length; i++)
        {
            var (sum, total) = (0f, 0f);
            for (var m = 0; m < weights.Length; m++)
                if (rows[m * mean.Length + i] is var s && !float.IsNaN(s) && weights[m] > 0) (sum, total) = (sum + weights[m] * s, total + weights[m]);
            mean[i] = total > 0 ? sum / total : float.NaN;
        }
    }

    sealed class Model(Blend trainer, IRecommender[] members, float[] weights) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog { get; } = members.Catalog();

        internal IRecommender[] Fitted => members;

        // Predictions of ratings need no scale, so only the items that are asked for are predicted.
        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var count = trainer.PredictsRatings ? items.Length : Catalog.Items.Count;
            var rented = ArrayPool<float>.Shared.Rent((members.Length + 1) * count);
            var rows = rented.AsSpan(0, members.Length * count);
            var mean = rented.AsSpan(members.Length * count, count);
            if (trainer.PredictsRatings) MemberScores.Ask(members, Catalog, query, items, rows);
            else MemberScores.Scaled(members, Catalog, query, trainer.Scale, rows);
            Mean(rows, weights, mean);
            if (trainer.PredictsRatings) mean.CopyTo(scores);
            else MemberScores.Hand(mean, items, scores);
            ArrayPool<float>.Shared.Return(rented);
        }

        public void Export(Weights to)
        {
            to.Add("weights", weights);
            members.Export(to);
        }
    }
}
