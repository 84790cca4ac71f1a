using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Attune;

/// <summary>A re-ranker that is ready for a model: takes the model's best candidates and gives the list. Kept as long as the model lives.</summary>
sealed class Reordering
{
    static readonly ConditionalWeakTable<IRecommender, ConcurrentDictionary<IReranker, Reordering>> Ready = [];

    readonly IReranker _reranker;
    readonly Reorder _reorder;

    Reordering(IReranker reranker, IRecommender model) => (_reranker, _reorder) = (reranker, reranker.For(model));

    /// <summary>The re-ranker ready for this model; null where none is asked for.</summary>
    internal static Reordering? Of(IReranker? reranker, IRecommender model) => reranker is null ? null
        : Ready.GetOrCreateValue(model).GetOrAdd(reranker, static (r, m) => new Reordering(r, m), model);

    /// <summary>The name of lists that a model made and a re-ranker put in order: <c>ease+mmr:0.7</c>.</summary>
    internal static string Named(string model, IReranker? reranker) => reranker is null ? model : $"{model}+{reranker.Name}";

    /// <summary>How many candidates are needed for a list of <paramref name="n"/> places.</summary>
    internal static int Candidates(IReranker? reranker, int n) => reranker is null ? n : Math.Max(n, reranker.Pool);

    /// <summary>The positions of the candidates that get the first <paramref name="n"/> places: those of the pool in the new order, then the others.</summary>
    internal int[] Order(Query query, ReadOnlySpan<int> items, ReadOnlySpan<float> scores, int n)
    {
        var pool = Math.Min(_reranker.Pool, items.Length);
        var order = new int[Math.Min(n, items.Length)];
        var first = order.AsSpan(0, Math.Min(pool, order.Length));
        _reorder(query, items[..pool], scores[..pool], first);
        var placed = new bool[pool];
        foreach (var position in first)
            if ((uint)position >= (uint)pool || placed[position])
                throw new InvalidOperationException($"{_reranker.Name} gives the candidate at position {position} a place although {((uint)position >= (uint)pool ? $"there are only {pool}" : "it has one already")}: each place needs a position of its own.");
            else placed[position] = true;
        for (var i = first.Length; i < order.Length; i++) order[i] = i;
        return order;
    }
}
