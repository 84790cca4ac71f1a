namespace Attune;

/// <summary>
/// Puts the best candidates of any model into another order, for the sake of something that the model does not look at: variety, the user's own mix,
/// a fair share of places. A value whose name round-trips (<see cref="Reranking.Parse"/>); implement it as a record.
/// </summary>
public interface IReranker
{
    /// <summary>The name as written in commands and results, as in <c>mmr:0.7</c>; without white space.</summary>
    string Name { get; }

    /// <summary>How many of the model's best candidates take part; behind them a list goes on in the model's order.</summary>
    int Pool { get; }

    /// <summary>
    /// Prepares for a model, once; the result is used from many threads. A feature that the model's catalog lacks is a <see cref="DataException"/>.
    /// </summary>
    Reorder For(IRecommender model);
}
