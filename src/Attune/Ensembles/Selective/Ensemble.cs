using System.ComponentModel.DataAnnotations;

namespace Attune;

/// <summary>
/// An ensemble that keeps whom it needs: score(i) = Σ_m w(m) · v(m, i), over chosen members m. Of ratings v is the prediction itself, and stacking adds a constant; of lists v is what the item counts
/// for in the member's list of its best (Scale), 0 where it is not on it, so that learning and answering hold lists and never users × items. Strategy says who is chosen and how w, with sum 1, is
/// found: members are fitted one after another on a part of the training data, and learned from what they say of the rest (stacking: of folds). Then the chosen ones alone are fitted on all of it;
/// the others are not, are not saved and cost nothing to serve. The test data is never looked at. Data too small to hold anything out gives all members equal weights.
/// Shapes: chosen (chosen members), weights (chosen members), constant (1), scale (mean, min, max), validation (members), and those of chosen members, their names prefixed by their place among the
/// chosen ("0.counts"). Members of ratings and of lists do not mix; members draw from their own seeds.
/// Caruana, Niculescu-Mizil, Crew and Ksikes, "Ensemble selection from libraries of models", ICML 2004 (Greedy); Breiman, "Stacked regressions", Machine Learning 1996 (Stacked); Cormack, Clarke and
/// Büttcher, SIGIR 2009 (reciprocal ranks). Deviations: Greedy keeps the best of its steps. Deterministic as its members are; to fit costs the sum of all members once (stacking: folds times) and
/// that of the chosen ones; to answer, the chosen ones.
/// </summary>
public sealed partial record Ensemble : ITrainer
{
    const long Megabyte = 1 << 20;

    ITrainer[]? _members;

    /// <summary>The models, each a name, or a name with options as in <c>ease:regularization=300</c> (a colon before each option). Default ease, als, item-knn, popularity.</summary>
    public IReadOnlyList<string> Models
    {
        get;
        init => (field, _members) = (value, null);
    } = ["ease", "als", "item-knn", "popularity"];

    /// <summary>Who is chosen, and with which weight. Default Top.</summary>
    public EnsembleStrategy Strategy { get; init; } = EnsembleStrategy.Top;

    /// <summary>Top only: how many are chosen; all where there are fewer. Default 3.</summary>
    [Range(1, 1000)]
    public int TopK { get; init; } = 3;

    /// <summary>Weighted only: the power of the quality that weights are proportional to. Default 2, which for RMSE weighs by the inverse of squared errors.</summary>
    [Range(0, 100.0)]
    public double Power { get; init; } = 2;

    /// <summary>Of lists: what a place or score counts for. Default MinMax.</summary>
    [Search]
    public ListScale Scale { get; init; }

    /// <summary>Of lists: how many items of each member count; the others count 0. 0 takes the whole catalog, and learning must then keep users × items × members. Default 200.</summary>
    [Range(0, 1_000_000)]
    public int Lists { get; init; } = 200;

    /// <summary>K of ReciprocalRank: how little the first places stand out. Default 60.</summary>
    [Range(0, 1e6)]
    public double K { get; init; } = 60;

    /// <summary>Stacked only: the folds that members are fitted without and then asked for. Default 5.</summary>
    [Range(2, 100)]
    public int Folds { get; init; } = 5;

    /// <summary>Greedy only: how often a member is added at most. Default 20.</summary>
    [Range(1, 1000)]
    public int Rounds { get; init; } = 20;

    /// <summary>The split of the training data on whose held-out part is learned, as in <see cref="Split.Forms"/>; stacking takes folds. Default user-random:0.1.</summary>
    public string HoldOut { get; init; } = "user-random:0.1";

    /// <summary>How many users are learned from at most, drawn at random where there are more. Default 5000.</summary>
    [Range(1, 10_000_000)]
    public int Users { get; init; } = 5000;

    /// <summary>How many megabytes of what members say learning may keep; more is refused before anything is fitted. Default 1024.</summary>
    [Range(1, 1 << 20)]
    public int Megabytes { get; init; } = 1024;

    /// <summary>Seed of the inner split, of folds and of the draw of users. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Whatever one of its models reads.</summary>
    public QueryParts Reads => Parts.Reads();

    /// <inheritdoc/>
    public bool WarmStarts => Parts.Any(t => t.WarmStarts);

    /// <inheritdoc/>
    public bool ReadsSetup => Parts.Any(t => t.ReadsSetup);

    /// <inheritdoc/>
    public IEnumerable<string> NotesOn(TrainingSetup setup) => Parts.SelectMany(t => t.NotesOn(setup)).Distinct();

    /// <inheritdoc/>
    public bool PredictsRatings => Parts.All(t => t.PredictsRatings);

    /// <inheritdoc/>
    public long FitBytes(DataSize size) => Parts.FitBytes(size) + (PredictsRatings || Strategy == EnsembleStrategy.Average ? 0 : Math.Min(Megabytes * Megabyte, Math.Min(Users, size.Users) * (Lists == 0 ? size.Items : Math.Min(Lists, (long)size.Items)) * Parts.Length * HeldLists.BytesOfAPlace));

    ITrainer[] Parts => _members ??= Members.Read("ensemble", Models);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this, Complaint());
        context ??= FitContext.Default;
        if (context.StartFrom is not (null or Model)) throw Members.CannotStart("ensemble", context.StartFrom);
        var scale = PredictsRatings ? RatingScale.Of(RatingScale.RatingsOf(data, this)) : default;
        var choice = Choose(data, context);
        var chosen = Array.ConvertAll(choice.Chosen, m => Parts[m]);
        return new Model(this, chosen.Fit(data, context, (context.StartFrom as Model)?.Fitted), choice, scale);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights)
    {
        var choice = EnsembleChoice.Of(weights, Parts.Length);
        return new Model(this, Array.ConvertAll(choice.Chosen, m => Parts[m]).Restore(catalog, weights), choice, RatingScale.Of(weights));
    }

    /// <summary>Equal ensembles are equal.</summary>
    public bool Equals(Ensemble? other) => other is not null && Options.ToJson(this) == Options.ToJson(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Models.Aggregate(Seed, HashCode.Combine);

    // What is fitted in order to choose belongs to choosing.
    EnsembleChoice Choose(Dataset data, FitContext context)
    {
        if (Strategy == EnsembleStrategy.Average || Parts.Length == 1) return EnsembleChoice.Equal(Parts.Length);
        using var phase = context.Phases?.Enter(WorkPhase.Combine);
        var inner = context with { StartFrom = null, EarlyStopping = null, Setup = context.Setup is { } setup ? setup with { Checkpoints = null } : null };
        if (Strategy == EnsembleStrategy.Stacked) return new OutOfFold(this, Parts).Learn(data, inner);
        HeldQuality? held = PredictsRatings ? HeldRatings.Of(this, Parts, data, inner) : HeldLists.Of(this, Parts, data, inner);
        return held is null ? EnsembleChoice.Equal(Parts.Length) : EnsembleChoice.By(this, held, inner);
    }

    string? Complaint() => PredictsRatings || Strategy is not (EnsembleStrategy.Simplex or EnsembleStrategy.Stacked) ? null
        : $"strategy {OptionText.NamesOf(typeof(EnsembleStrategy)).ElementAt((int)Strategy)} is for models that predict ratings, and {Models[0]} ranks by preferences; take weighted, top or greedy, or the model stacking.";

    /// <summary>Refuses what would not fit into memory before anything is fitted.</summary>
    internal void RequireRoom(long users, long each, string what, string instead)
    {
        var needed = users * each * Parts.Length;
        if (needed > Megabytes * Megabyte)
            throw new OptionsException("ensemble", [FormattableString.Invariant($"to learn from {what} takes {needed:N0} bytes, and megabytes={Megabytes} allows {Megabytes * Megabyte:N0}. {instead}")]);
    }
}
