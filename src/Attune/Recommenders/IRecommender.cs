namespace Attune;

/// <summary>
/// A fitted model: immutable and safe for use from many threads. <see cref="Score"/> is the only thing that it must do; top-n lists, filters,
/// similar items, explanations, evaluation and serving are written once above it.
/// </summary>
public interface IRecommender
{
    /// <summary>The options that the model was fitted with.</summary>
    ITrainer Trainer { get; }

    /// <summary>The users, items and histories that the model was fitted on.</summary>
    Catalog Catalog { get; }

    /// <summary>How the model treats what the user has seen, unless told otherwise.</summary>
    Seen DefaultSeen => Seen.Exclude;

    /// <summary>
    /// Writes a score for each of <paramref name="items"/> (dense indices in any order; those outside the catalog are unknown) into
    /// <paramref name="scores"/>, of equal length. Higher is better. NaN = cannot say: an unknown item, or a query with nothing that the model
    /// reads. Never throws for unknown users or items. <see cref="Catalog.IsWhole"/> tells whether the whole catalog is asked for.
    /// </summary>
    void Score(Query query, ReadOnlySpan<int> items, Span<float> scores);

    /// <summary>Puts what training has learned into <paramref name="weights"/>; with the options and the catalog it is the whole model.</summary>
    void Export(Weights weights);
}
