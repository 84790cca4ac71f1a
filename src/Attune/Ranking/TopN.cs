using System.Collections.Concurrent;

namespace Attune;

/// <summary>Top-n lists above any model's <see cref="IRecommender.Score"/>.</summary>
public static class TopN
{
    const int UsersPerThread = 32;

    /// <summary>
    /// The best <paramref name="n"/> items for a query; fewer where the catalog has fewer candidates, none where the model cannot say.
    /// </summary>
    /// <param name="model">Any fitted model.</param>
    /// <param name="query">For whom; unknown users and items are ordinary.</param>
    /// <param name="n">Length of the list, at least 1.</param>
    /// <param name="seen">What happens to items of the history; null = the model's default.</param>
    /// <param name="filter">Keeps the items for which it holds; null keeps all.</param>
    /// <param name="rerank">Puts the candidates into another order (<see cref="Reranking.Parse"/>); null leaves the model's.</param>
    public static RankedList For(IRecommender model, Query query, int n, Seen? seen = null, Func<int, bool>? filter = null, IReranker? rerank = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return new Ranker(model).List(query, n, seen ?? model.DefaultSeen, filter, rerank);
    }

    /// <summary>
    /// The lists of many users as a stream in the order of <paramref name="users"/>. Blocks of users are ranked in parallel, and only one block is
    /// held: memory beyond the model is 4 bytes × items for each thread and the lists of 32 users for each thread, however many users there are.
    /// </summary>
    /// <param name="model">Any fitted model.</param>
    /// <param name="users">Dense indices; null = all users of the catalog.</param>
    /// <param name="n">Length of each list, at least 1.</param>
    /// <param name="seen">What happens to items of the history; null = the model's default.</param>
    /// <param name="filter">Keeps the items for which it holds, called from several threads; null keeps all.</param>
    /// <param name="context">Threads, cancellation and progress, which is told after each block.</param>
    /// <param name="rerank">Puts the candidates into another order (<see cref="Reranking.Parse"/>); null leaves the model's.</param>
    public static IEnumerable<UserList> ForAll(IRecommender model, IEnumerable<int>? users = null, int n = 10, Seen? seen = null, Func<int, bool>? filter = null, FitContext? context = null, IReranker? rerank = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return Stream(model, users ?? Enumerable.Range(0, model.Catalog.Users.Count), n, seen ?? model.DefaultSeen, filter, context ?? FitContext.Default, rerank);
    }

    /// <summary>
    /// Ranks for many users and writes the lists as they come (<see cref="RecommendationWriter"/>), so that memory does not grow with their number;
    /// returns how many users were written. The file appears when it is complete.
    /// </summary>
    /// <inheritdoc cref="ForAll"/>
    /// <param name="model">Any fitted model.</param>
    /// <param name="path">Where to; its ending names the format (.csv, .jsonl, .run or .trec, each also .gz).</param>
    /// <param name="n">Length of each list, at least 1.</param>
    /// <param name="users">Dense indices; null = all users of the catalog.</param>
    /// <param name="seen">What happens to items of the history; null = the model's default.</param>
    /// <param name="filter">Keeps the items for which it holds, called from several threads; null keeps all.</param>
    /// <param name="context">Threads, cancellation and progress, which is told after each block.</param>
    /// <param name="rerank">Puts the candidates into another order (<see cref="Reranking.Parse"/>); null leaves the model's.</param>
    public static int Write(IRecommender model, string path, int n = 10, IEnumerable<int>? users = null, Seen? seen = null, Func<int, bool>? filter = null, FitContext? context = null, IReranker? rerank = null)
    {
        using var writer = RecommendationWriter.Create(path, name: Reordering.Named(model.NameOf(), rerank));
        var written = 0;
        foreach (var (user, list) in ForAll(model, users, n, seen, filter, context, rerank))
        {
            writer.Add(model.Catalog.Users[user], list.Items.Select(i => (model.Catalog.Items[i.Item], i.Score)));
            written++;
        }
        writer.Complete();
        return written;
    }

    static IEnumerable<UserList> Stream(IRecommender model, IEnumerable<int> users, int n, Seen seen, Func<int, bool>? filter, FitContext context, IReranker? rerank)
    {
        var total = users.TryGetNonEnumeratedCount(out var count) ? count : 0;
        var rankers = new ConcurrentBag<Ranker>();
        var done = 0;
        foreach (var block in users.Chunk(UsersPerThread * context.ThreadCount))
        {
            var lists = new UserList[block.Length];
            context.For(block.Length, i =>
            {
                var ranker = rankers.TryTake(out var idle) ? idle : new Ranker(model);
                lists[i] = new UserList(block[i], ranker.List(Query.For(block[i]), n, seen, filter, rerank));
                rankers.Add(ranker);
            });
            foreach (var list in lists) yield return list;
            context.Report("ranking", done += block.Length, Math.Max(total, done));
        }
    }
}
