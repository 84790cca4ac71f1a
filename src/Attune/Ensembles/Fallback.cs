using System.Buffers;

namespace Attune;

/// <summary>
/// A chain of models: score(i) = the score of the first model that can say anything about the query, and that model answers for the whole list, so
/// the scores of one list are comparable. A model cannot say where all its scores are NaN (a new user without a history, a search without a hit).
/// Every list says which model of the chain made it.
/// Shapes: those of the models, their names prefixed by the place in the chain ("0.counts"). Models of ratings and models of preferences do not mix
/// in a chain: they know different histories.
/// Deterministic as its models are; to fit costs the sum of the models, to answer costs the models that are asked in vain on top.
/// </summary>
public sealed record Fallback : ITrainer
{
    ITrainer[]? _chain;

    /// <summary>
    /// The models, the first choice first, each a name, or a name with options as in <c>ease:regularization=300</c> (a colon before each option).
    /// Default item-knn, popularity.
    /// </summary>
    public IReadOnlyList<string> Models
    {
        get;
        init => (field, _chain) = (value, null);
    } = ["item-knn", "popularity"];

    /// <summary>Whatever one of its models reads.</summary>
    public QueryParts Reads => Chain.Reads();

    /// <inheritdoc/>
    public bool WarmStarts => Chain.Any(t => t.WarmStarts);

    /// <inheritdoc/>
    public long FitBytes(DataSize size) => Chain.FitBytes(size);

    /// <inheritdoc/>
    public bool ReadsSetup => Chain.Any(t => t.ReadsSetup);

    /// <inheritdoc/>
    public IEnumerable<string> NotesOn(TrainingSetup setup) => Chain.SelectMany(t => t.NotesOn(setup)).Distinct();

    /// <inheritdoc/>
    public bool PredictsRatings => Chain.All(t => t.PredictsRatings);

    ITrainer[] Chain => _chain ??= Members.Read("fallback", Models);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        if (context.StartFrom is not (null or Model)) throw Members.CannotStart("fallback", context.StartFrom);
        return new Model(this, Chain.Fit(data, context, (context.StartFrom as Model)?.Chain));
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, Chain.Restore(catalog, weights));

    /// <summary>Equal chains are equal.</summary>
    public bool Equals(Fallback? other) => other is not null && Models.SequenceEqual(other.Models);

    /// <inheritdoc/>
    public override int GetHashCode() => Models.Aggregate(0, HashCode.Combine);

    sealed class Model(Fallback trainer, IRecommender[] chain) : IDelegates
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog { get; } = chain.Catalog();

        internal IRecommender[] Chain => chain;

        public Seen DefaultSeen => chain[0].DefaultSeen;

        public IRecommender Answering(Query query) => chain.FirstOrDefault(m => CanAnswer(m, query)) ?? chain[^1];

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var whole = Catalog.IsWhole(items);
            foreach (var model in chain)
            {
                model.Score(query, whole ? model.Catalog.AllItems : items, scores);
                // A model that cannot say anything about these items may still be the one that answers the query.
                if (MemberScores.AnyNumber(scores) || (!whole && CanAnswer(model, query))) return;
            }
        }

        public void Export(Weights weights) => chain.Export(weights);

        static bool CanAnswer(IRecommender model, Query query)
        {
            var count = model.Catalog.Items.Count;
            var buffer = ArrayPool<float>.Shared.Rent(count);
            try
            {
                model.Score(query, model.Catalog.AllItems, buffer.AsSpan(0, count));
                return MemberScores.AnyNumber(buffer.AsSpan(0, count));
            }
            finally
            {
                ArrayPool<float>.Shared.Return(buffer);
            }
        }
    }
}
