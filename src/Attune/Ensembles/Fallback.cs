using System.Buffers;
using Attune.Numerics;

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
    public QueryParts Reads => Chain.Aggregate(QueryParts.None, (all, t) => all | t.Reads);

    /// <inheritdoc/>
    public bool WarmStarts => Chain.Any(t => t.WarmStarts);

    /// <inheritdoc/>
    public bool PredictsRatings => Chain.All(t => t.PredictsRatings);

    ITrainer[] Chain => _chain ??= ReadChain();

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        var earlier = context.StartFrom as Model;
        if (context.StartFrom is not null && earlier is null)
            throw new ArgumentException($"fallback cannot start from a model of {context.StartFrom.NameOf()}; give a model of fallback, or none.", nameof(context));
        return new Model(this, [.. Chain.Select(t => t.Fit(data, context with
        {
            StartFrom = t.WarmStarts ? earlier?.Find(t.GetType()) : null,
            Progress = context.Progress is null ? null : new Named(Options.NameOf(t.GetType()), context.Progress),
        }))]);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, [.. Chain.Select((t, i) => t.Restore(catalog, Part(weights, $"{i}.")))]);

    /// <summary>Equal chains are equal.</summary>
    public bool Equals(Fallback? other) => other is not null && Models.SequenceEqual(other.Models);

    /// <inheritdoc/>
    public override int GetHashCode() => Models.Aggregate(0, HashCode.Combine);

    ITrainer[] ReadChain()
    {
        var errors = new List<string>();
        if (Models.Count == 0) errors.Add("models is empty; name at least one, as in models=item-knn,popularity.");
        ITrainer[] chain = [.. Models.Select(text => Read(text, errors)).OfType<ITrainer>()];
        var mixed = chain.Select(t => t.PredictsRatings).Distinct().Count() > 1;
        if (mixed) errors.Add($"models mixes {First(chain, true)}, which predicts ratings, with {First(chain, false)}, which ranks by preferences; a chain needs models of one sort.");
        return errors.Count == 0 ? chain : throw new OptionsException("fallback", errors);
    }

    static string First(ITrainer[] chain, bool predicts) => Options.NameOf(chain.First(t => t.PredictsRatings == predicts).GetType());

    static ITrainer? Read(string text, List<string> errors)
    {
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        var bare = parts[1..].FirstOrDefault(p => !p.Contains('=', StringComparison.Ordinal));
        if (bare is not null)
        {
            errors.Add($"models has '{text}', where '{bare}' is no option; write name:option=value, as in ease:regularization=300.");
            return null;
        }
        try
        {
            return Trainers.Create(parts[0], parts[1..].Select(p => p.Split('=', 2)).Select(p => KeyValuePair.Create(p[0], p[1])));
        }
        catch (ArgumentException e)
        {
            errors.Add($"models has '{text}': {e.Message}");
            return null;
        }
    }

    static Weights Part(Weights weights, string prefix)
    {
        var part = new Weights();
        foreach (var (name, (values, shape)) in weights.Floats)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) part.Add(name[prefix.Length..], values, shape);
        foreach (var (name, values) in weights.Integers)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) part.Add(name[prefix.Length..], values);
        return part;
    }

    /// <summary>Says whose progress it is.</summary>
    sealed class Named(string model, IProgress<FitProgress> to) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => to.Report(value with { Stage = $"{model}: {value.Stage}" });
    }

    sealed class Model(Fallback trainer, IRecommender[] chain) : IDelegates
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => chain[0].Catalog;

        public Seen DefaultSeen => chain[0].DefaultSeen;

        public IRecommender Answering(Query query) => chain.FirstOrDefault(m => CanAnswer(m, query)) ?? chain[^1];

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var whole = Catalog.IsWhole(items);
            foreach (var model in chain)
            {
                model.Score(query, whole ? model.Catalog.AllItems : items, scores);
                // A model that cannot say anything about these items may still be the one that answers the query.
                if (AnyNumber(scores) || (!whole && CanAnswer(model, query))) return;
            }
        }

        public void Export(Weights weights)
        {
            for (var i = 0; i < chain.Length; i++)
            {
                var part = new Weights();
                chain[i].Export(part);
                foreach (var (name, (values, shape)) in part.Floats) weights.Add($"{i}.{name}", values, shape);
                foreach (var (name, values) in part.Integers) weights.Add($"{i}.{name}", values);
            }
        }

        internal IRecommender? Find(Type trainer) => Array.Find(chain, m => m.Trainer.GetType() == trainer);

        static bool CanAnswer(IRecommender model, Query query)
        {
            var count = model.Catalog.Items.Count;
            var buffer = ArrayPool<float>.Shared.Rent(count);
            try
            {
                model.Score(query, model.Catalog.AllItems, buffer.AsSpan(0, count));
                return AnyNumber(buffer.AsSpan(0, count));
            }
            finally
            {
                ArrayPool<float>.Shared.Return(buffer);
            }
        }

        static bool AnyNumber(ReadOnlySpan<float> scores)
        {
            foreach (var s in scores)
                if (!float.IsNaN(s)) return true;
            return false;
        }
    }
}
