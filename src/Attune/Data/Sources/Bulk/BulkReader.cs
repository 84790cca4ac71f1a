using System.Runtime.ExceptionServices;

namespace Attune;

/// <summary>
/// Delimited text at the speed of the machine: chunks of whole lines are parsed by several threads. It takes only files whose rows it reads exactly as the careful reader
/// (<see cref="DelimitedReader"/>) does; at the first quoted field, or anything else that is out of the ordinary, it gives up and leaves the whole file to that one.
/// </summary>
static class BulkReader
{
    /// <summary>Reads all rows into the run's builder; false, with nothing done, where the careful reader has to.</summary>
    internal static bool TryRead(Import run, string path, ChunkPlan? plan)
    {
        if (plan is null || run.Builder.Count > 0 || run.Options.Carefully || !IsUtf8(run.Options.Encoding)) return false;
        ChunkParser[] parsers;
        try
        {
            using var chunks = ByteChunks.Open(path, run);
            parsers = [.. Enumerable.Range(0, chunks.Threads(run.Options.ThreadCount)).Select(_ => new ChunkParser(chunks, plan))];
            Parse(parsers, plan.Columns.HasHeader, run.Cancel);
            if (chunks.Broken) return false;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // Damage: the careful reader meets it too, and knows the line.
            return false;
        }
        var all = parsers.SelectMany(p => p.Parsed.Select(c => (Parser: p, Chunk: c))).OrderBy(c => c.Chunk.Index).ToList();
        // The first bad row ends the reading, and where several things are wrong the careful reader says which comes first.
        if (run.Options.BadRows == BadRows.Fail && all.Exists(c => c.Chunk.Bad.Count > 0)) return false;
        if (all.TrueForAll(c => c.Chunk.Block.Count == 0 && c.Chunk.Bad.Count == 0)) return false;
        Report(run, path, all.ConvertAll(c => c.Chunk));
        Hand(run.Builder, plan, all);
        return true;
    }

    static bool IsUtf8(string? encoding) => encoding is null || encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || encoding.Equals("utf8", StringComparison.OrdinalIgnoreCase);

    static void Parse(ChunkParser[] parsers, bool hasHeader, CancellationToken cancel)
    {
        if (parsers is [var one])
        {
            one.Run(hasHeader);
            return;
        }
        try
        {
            Parallel.ForEach(parsers, new ParallelOptions { MaxDegreeOfParallelism = parsers.Length, CancellationToken = cancel }, p => p.Run(hasHeader));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    static void Report(Import run, string path, List<ParsedChunk> chunks)
    {
        var before = 0L;
        foreach (var chunk in chunks)
        {
            foreach (var (line, reason) in chunk.Bad) run.Bad(path, before + line + 1, reason);
            before += chunk.Lines;
        }
    }

    static void Hand(DatasetBuilder builder, ChunkPlan plan, List<(ChunkParser Parser, ParsedChunk Chunk)> all)
    {
        var constant = builder.KindIndex(plan.IsRatingRequired ? EventKind.Rating : plan.Kind);
        foreach (var group in all.GroupBy(c => c.Parser))
        {
            var blocks = group.Select(c => c.Chunk.Block).ToList();
            // A bad row may have brought an id that no good row has.
            var bad = group.Any(c => c.Chunk.Bad.Count > 0);
            var users = Numbers(group.Key.Users, bad ? blocks : null, b => b.User, id => builder.User(id));
            var items = Numbers(group.Key.Items, bad ? blocks : null, b => b.Item, id => builder.Item(id));
            var kinds = plan.Columns[ColumnRole.Kind] < 0 ? null : Array.ConvertAll(group.Key.Kinds, k => builder.KindIndex(k));
            foreach (var block in blocks) (block.UserMap, block.ItemMap, block.KindMap) = (users, items, kinds);
        }
        foreach (var (_, chunk) in all)
            if (chunk.Block.Count > 0) builder.Append(chunk.Block);
    }

    static int[] Numbers(string[] texts, List<EventBlock>? blocks, Func<EventBlock, int[]> column, Func<string, int> number)
    {
        if (blocks is null) return Array.ConvertAll(texts, t => number(t));
        var used = new bool[texts.Length];
        foreach (var block in blocks)
            foreach (var id in column(block)) used[id] = true;
        return [.. texts.Select((text, i) => used[i] ? number(text) : -1)];
    }
}
