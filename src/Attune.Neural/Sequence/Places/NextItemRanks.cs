using System.Numerics;
using System.Runtime.InteropServices;
using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Where a fitted network ranks each item that came, among all of its catalog, given what came before: every place of a history is asked, from passes that each answer for half a window at once.
/// So a place is asked with at least half of MaxLength items before it, where there are as many. Equal scores rank by ascending item, as in every list. One thread at a time.
/// </summary>
sealed class NextItemRanks : IDisposable
{
    /// <summary>The rank of an item that the model does not know, and so never lists.</summary>
    internal const int Unknown = int.MaxValue;

    const int Rows = 64, ScoresAtOnce = 1 << 22;

    readonly SequenceNetwork _network;
    readonly Tensor _table;
    readonly int _items, _longest;

    NextItemRanks(SequenceNetwork network, int items, int longest)
    {
        (_network, _items, _longest) = (network, items, longest);
        _table = network.ItemTable;
    }

    /// <summary>Of a fitted sequence model, over a copy of its network.</summary>
    /// <exception cref="ArgumentException">The model reads no sequences through a network, or reads them in both directions.</exception>
    internal static NextItemRanks Of(IRecommender model)
    {
        if (model.Trainer is not ISequenceTrainer { AsksWithAMark: false } trainer)
            throw new ArgumentException($"A model of kind {model.NameOf()} does not say at every place of a history what comes next; take one that reads it in order through a network, as sasrec or hstu.");
        var weights = new Weights();
        model.Export(weights);
        var network = trainer.Network(new Init((Seed)trainer.Seed), model.Catalog.Items.Count);
        network.Import(weights);
        return new NextItemRanks(network, model.Catalog.Items.Count, trainer.MaxLength);
    }

    /// <summary>The ranks of the items of some histories, from 1; <see cref="Unknown"/> for one that the model does not know, 0 where nothing known comes before.</summary>
    /// <param name="histories">Items of the model's catalog, oldest first; −1 for one that it does not know.</param>
    /// <param name="from">For each history the first place that is asked.</param>
    /// <param name="times">When each item was, Unix milliseconds, for a network that reads it; null where that is not known.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal int[][] Of(IReadOnlyList<int[]> histories, IReadOnlyList<int> from, IReadOnlyList<long[]>? times = null, CancellationToken cancellation = default)
    {
        var ranks = new int[histories.Count][];
        var (windows, known) = (new List<Window>(), new (int Item, long Time)[histories.Count][]);
        if (!_network.ReadsTimes) times = null;
        for (var h = 0; h < ranks.Length; h++)
        {
            known[h] = [.. histories[h].Select((item, place) => (item, times?[h][place] ?? 0)).Where(e => e.item >= 0)];
            ranks[h] = new int[histories[h].Length - from[h]];
            Cut(h, histories[h], from[h], ranks[h], windows);
        }
        // Windows of one length make batches without padding.
        Window[] order = [.. windows.OrderBy(w => w.Length).ThenBy(w => w.History).ThenBy(w => w.First)];
        using var off = Gradients.NotRecorded();
        for (var w = 0; w < order.Length; w += Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            Ask(order.AsSpan(w, Math.Min(Rows, order.Length - w)), known, times is not null, ranks);
        }
        return ranks;
    }

    public void Dispose() => _network.Dispose();

    // Places are counted among the items known: asked is the one after which an item came that is known, too.
    void Cut(int history, int[] items, int from, int[] ranks, List<Window> windows)
    {
        var (before, asked) = (items.AsSpan(0, from).ToArray().Count(i => i >= 0), new List<(int Place, int Rank)>());
        for (var t = from; t < items.Length; t++)
        {
            if (items[t] < 0) ranks[t - from] = before > 0 ? Unknown : 0;
            else if (before++ is > 0 and var n) asked.Add((n - 1, t - from));
        }
        var stride = Math.Max(1, _longest / 2);
        for (var a = 0; a < asked.Count;)
        {
            var end = a;
            while (end + 1 < asked.Count && asked[end + 1].Place < asked[a].Place + stride) end++;
            windows.Add(new Window(history, Math.Max(0, asked[end].Place + 1 - _longest), asked[end].Place, [.. asked[a..(end + 1)]]));
            a = end + 1;
        }
    }

    void Ask(ReadOnlySpan<Window> windows, (int Item, long Time)[][] known, bool timed, int[][] ranks)
    {
        using var scope = new Scope();
        var (length, count) = (windows[^1].Length, 0);
        foreach (var window in windows) count += window.Asked.Length;
        var (rows, when) = (Tensor.Zeros([windows.Length, length], DType.Int64), timed ? Tensor.Zeros([windows.Length, length], DType.Int64) : default);
        var (places, targets, results, done) = (Tensor.Empty([count], DType.Int64), new int[count], new (int History, int Rank)[count], 0);
        Span<long> cells = rows.Span<long>(), at = places.Span<long>();
        for (var r = 0; r < windows.Length; r++)
        {
            var window = windows[r];
            for (var (i, cell) = (0, (r + 1) * length - window.Length); i < window.Length; i++, cell++)
            {
                cells[cell] = known[window.History][window.First + i].Item + 1;
                if (timed) when.Span<long>()[cell] = known[window.History][window.First + i].Time;
            }
            foreach (var (place, rank) in window.Asked)
            {
                at[done] = (long)(r + 1) * length - 1 - (window.Last - place);
                targets[done] = known[window.History][place + 1].Item;
                results[done++] = (window.History, rank);
            }
        }
        var states = _network.Forward(rows, when).Reshape(-1, _network.Width).IndexSelect(0, places);
        var chunk = Math.Max(1, ScoresAtOnce / Math.Max(1, _items));
        for (var first = 0; first < count; first += chunk) Rank(states, first, Math.Min(chunk, count - first), targets, results, ranks);
    }

    void Rank(Tensor states, int first, int count, int[] targets, (int History, int Rank)[] results, int[][] ranks)
    {
        using var scope = new Scope();
        var scores = states.Narrow(0, first, count).MatMul(_table.Narrow(0, 1, _items).T).Contiguous().Span<float>();
        for (var t = 0; t < count; t++)
        {
            var (history, rank) = results[first + t];
            ranks[history][rank] = RankOf(scores.Slice(t * _items, _items), targets[first + t]);
        }
    }

    /// <summary>One more than the items with a higher score, and than those with the same score and a smaller number.</summary>
    internal static int RankOf(ReadOnlySpan<float> scores, int target)
    {
        var (own, above, i) = (scores[target], 1, 0);
        if (float.IsNaN(own)) return scores.Length;
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(scores);
        var limit = new Vector<float>(own);
        foreach (var vector in vectors) above -= Vector.Sum(Vector.GreaterThan(vector, limit));
        for (i = vectors.Length * Vector<float>.Count; i < scores.Length; i++)
            if (scores[i] > own) above++;
        for (i = 0; i < target; i++)
            if (scores[i] == own) above++;
        return above;
    }

    /// <summary>A stretch of the items known of a history, from First to Last, of which some places are asked.</summary>
    readonly record struct Window(int History, int First, int Last, (int Place, int Rank)[] Asked)
    {
        internal int Length => Last - First + 1;
    }
}
