using System.Buffers;
using System.ComponentModel.DataAnnotations;

namespace Attune;

/// <summary>
/// The lists of several models made one without learning: score(i) = Σ_m 1 / (K + place of i in the list of m) under reciprocal rank fusion, which asks nothing of
/// the scores but their order; Borda, CombSUM and CombMNZ by Method. Places are those among items outside the history; equal scores share the mean of their
/// places. A member that cannot say something of an item adds nothing to it; where none can say anything, neither can this.
/// Shapes: those of the members, their names prefixed by their place ("0.counts"). Members predict by preferences, not ratings: a place is no rating.
/// Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods", SIGIR 2009; Fox and Shaw,
/// "Combination of multiple searches", TREC 1993 (CombSUM, CombMNZ). Deterministic as its members are; to fit costs the sum of the members, to answer their
/// sum and a sort for each. Every list takes the whole catalog's scores of every member.
/// </summary>
public sealed record RankFusion : ITrainer
{
    ITrainer[]? _members;

    /// <summary>The models, each a name, or a name with options as in <c>ease:regularization=300</c> (a colon before each option). Default ease, als, item-knn.</summary>
    public IReadOnlyList<string> Models
    {
        get;
        init => (field, _members) = (value, null);
    } = ["ease", "als", "item-knn"];

    /// <summary>How lists become one. Default ReciprocalRank.</summary>
    [Search]
    public FusionMethod Method { get; init; }

    /// <summary>K of reciprocal rank fusion: how little the first places stand out. Default 60.</summary>
    [Range(0, 1e6)]
    [Search(1, 200, Log = true)]
    public double K { get; init; } = 60;

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

    ITrainer[] Parts => _members ??= Members.Read("rank-fusion", Models);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this, Parts[0].PredictsRatings ? $"models has {Models[0]}, which predicts ratings; rank-fusion needs models that rank by preferences. For ratings take blend." : null);
        context ??= FitContext.Default;
        if (context.StartFrom is not (null or Model)) throw Members.CannotStart("rank-fusion", context.StartFrom);
        return new Model(this, Parts.Fit(data, context, (context.StartFrom as Model)?.Fitted));
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, Parts.Restore(catalog, weights));

    /// <summary>Equal fusions are equal.</summary>
    public bool Equals(RankFusion? other) => other is not null && Options.ToJson(this) == Options.ToJson(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Models.Aggregate((int)Method, HashCode.Combine);

    sealed class Model(RankFusion trainer, IRecommender[] members) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog { get; } = members.Catalog();

        internal IRecommender[] Fitted => members;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var count = Catalog.Items.Count;
            var rented = ArrayPool<float>.Shared.Rent((members.Length + 1) * count);
            var rows = rented.AsSpan(0, members.Length * count);
            var fused = rented.AsSpan(members.Length * count, count);
            MemberScores.Ask(members, Catalog, query, Catalog.AllItems, rows);
            var history = Catalog.HistoryOf(query).Items;
            fused.Fill(float.NaN);
            for (var m = 0; m < members.Length; m++) Add(rows.Slice(m * count, count), history, fused);
            if (trainer.Method == FusionMethod.CombMnz) Multiply(rows, fused);
            MemberScores.Hand(fused, items, scores);
            ArrayPool<float>.Shared.Return(rented);
        }

        public void Export(Weights weights) => members.Export(weights);

        void Add(Span<float> row, ReadOnlySpan<int> history, Span<float> fused)
        {
            if (!MemberScores.AnyNumber(row)) return;
            if (trainer.Method is FusionMethod.CombSum or FusionMethod.CombMnz) MemberScores.Rescale(row, history, ScoreScale.MinMax);
            else if (trainer.Method == FusionMethod.Borda) MemberScores.Rescale(row, history, ScoreScale.Rank);
            else MemberScores.Rank(row, history);
            for (var i = 0; i < row.Length; i++)
            {
                if (float.IsNaN(fused[i])) fused[i] = 0;
                if (!float.IsNaN(row[i])) fused[i] += trainer.Method == FusionMethod.ReciprocalRank ? (float)(1 / (trainer.K + row[i])) : row[i];
            }
        }

        void Multiply(ReadOnlySpan<float> rows, Span<float> fused)
        {
            for (var i = 0; i < fused.Length; i++)
            {
                var say = 0;
                for (var m = 0; m < members.Length; m++)
                    if (rows[m * fused.Length + i] > 0) say++;
                fused[i] *= say;
            }
        }
    }
}
