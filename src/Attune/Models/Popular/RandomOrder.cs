using Attune.Numerics;

namespace Attune;

/// <summary>
/// A random order for each user, always the same one: score(u, i) = hash(seed, id of u, id of i), uniform in [0, 1). What metrics say of it is what
/// chance gives: 0.5 for AUC, full coverage, and a floor that a model below it has to explain. All users that training does not know are one nobody
/// with one order.
/// Shapes: one number for each of the users and items, made again from their ids when a saved model is opened: nothing is learned.
/// Deterministic: the score of a pair depends neither on other users and items nor on their numbering; O(users + items) to fit.
/// </summary>
public sealed record RandomOrder : ITrainer
{
    /// <summary>Another seed, another order. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        (context ?? FitContext.Default).Report("hashing ids", 1, 1);
        return new Model(this, Catalog.Of(data));
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog);

    sealed class Model(RandomOrder trainer, Catalog catalog) : IRecommender
    {
        readonly Seed[] _users = Hashed(trainer.Seed, "users", catalog.Users);
        readonly Seed[] _items = Hashed(trainer.Seed, "items", catalog.Items);
        readonly Seed _nobody = ((Seed)trainer.Seed).Derive("nobody");

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var user = (uint)query.User < (uint)_users.Length ? _users[query.User] : _nobody;
            for (var i = 0; i < items.Length; i++)
                scores[i] = (uint)items[i] < (uint)_items.Length ? (user.Derive((long)_items[items[i]].Value).Value >> 40) * (1f / (1 << 24)) : float.NaN;
        }

        public void Export(Weights weights)
        {
        }

        static Seed[] Hashed(Seed seed, string part, Vocabulary ids)
        {
            var salted = seed.Derive(part);
            return [.. ids.Ids.Select(salted.Derive)];
        }
    }
}
