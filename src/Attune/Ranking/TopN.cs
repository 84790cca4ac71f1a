using System.Collections.Concurrent;

namespace Attune;

/// <summary>Top-n lists above any model's <see cref="IRecommender.Score"/>.</summary>
public static class TopN
{
    // Users for each thread between two reports: of models that are ranked user by user, and of inner products, which are much faster.
    const int UsersPerThread = 32, UsersInBlocks = 8 * BlockRanker.Size;

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
    /// held: memory beyond the model is 4 bytes × items and the lists of 32 users for each thread, however many users there are; of 768 where the model ranks
    /// whole blocks at once, and a copy of the item vectors where its score is an inner product.
    /// </summary>
    /// <param name="model">Any fitted model.</param>
    /// <param name="users">Dense indices; null = all users of the catalog.</param>
    /// <param name="n">Length of each list, at least 1.</param>
    /// <param name="seen">What happens to items of the history; null = the model's default.</param>
    /// <param name="filter">Keeps the items for which it holds, called from several threads; null keeps all.</param>
    /// <param name="context">Threads, cancellation and progress, which is told after each block.</param>
    /// <param name="rerank">Puts the candidates into another order (<see cref="Reranking.Parse"/>); null leaves the model's.</param>
    /// <param name="at">When the lists will be shown (<see cref="Query.At"/>), for models that read it; null = the model's own idea.</param>
    public static IEnumerable<UserList> ForAll(IRecommender model, IEnumerable<int>? users = null, int n = 10, Seen? seen = null, Func<int, bool>? filter = null, FitContext? context = null, IReranker? rerank = null, DateTimeOffset? at = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return Stream(model, users ?? Enumerable.Range(0, model.Catalog.Users.Count), n, seen ?? model.DefaultSeen, filter, context ?? FitContext.Default, rerank, at);
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
    /// <param name="at">When the lists will be shown (<see cref="Query.At"/>), for models that read it; null = the model's own idea.</param>
    public static int Write(IRecommender model, string path, int n = 10, IEnumerable<int>? users = null, Seen? seen = null, Func<int, bool>? filter = null, FitContext? context = null, IReranker? rerank = null, DateTimeOffset? at = null)
    {
        using var writer = RecommendationWriter.Create(path, name: Reordering.Named(model.NameOf(), rerank));
        var written = 0;
        foreach (var (user, list) in ForAll(model, users, n, seen, filter, context, rerank, at))
        {
            writer.Add(model.Catalog.Users[user], list.Items.Select(i => (model.Catalog.Items[i.Item], i.Score)));
            written++;
        }
        writer.Complete();
        return written;
    }

    static IEnumerable<UserList> Stream(IRecommender model, IEnumerable<int> users, int n, Seen seen, Func<int, bool>? filter, FitContext context, IReranker? rerank, DateTimeOffset? at)
    {
        var total = users.TryGetNonEnumeratedCount(out var count) ? count : 0;
        var items = PackedItems.Of(model);
        var rankers = new ConcurrentBag<BlockRanker>();
        var done = 0;
        var inBlocks = items is not null || (model is IBatchRecommender && seen == Seen.Only);
        foreach (var block in users.Chunk((inBlocks ? UsersInBlocks : UsersPerThread) * context.ThreadCount))
        {
            var lists = new UserList[block.Length];
            // Few users are shared out among the threads; for a model that is ranked user by user, one at a time.
            var size = !inBlocks ? 1 : Math.Clamp((block.Length + context.ThreadCount - 1) / context.ThreadCount, 1, BlockRanker.Size);
            context.For((block.Length + size - 1) / size, b =>
            {
                var ranker = rankers.TryTake(out var idle) ? idle : new BlockRanker(model, items);
                Rank(ranker, block.AsSpan(b * size, Math.Min(size, block.Length - b * size)), lists.AsMemory(b * size));
                rankers.Add(ranker);
            });
            foreach (var list in lists) yield return list;
            context.Report("ranking", done += block.Length, Math.Max(total, done));
        }

        void Rank(BlockRanker ranker, ReadOnlySpan<int> users, Memory<UserList> lists)
        {
            var queries = new Query[users.Length];
            for (var u = 0; u < users.Length; u++) queries[u] = new Query { User = users[u], At = at };
            ranker.Rank(queries, Reordering.Candidates(rerank, n), seen, filter,
                (u, ranked, scores) => lists.Span[u] = new UserList(queries[u].User, RankedList.Of(model, queries[u], ranked, scores, n, rerank)));
        }
    }
}
