using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>
/// What all forms share: chunks sorted by length and cut into blocks of bounded memory, each block padded on the left and worked through by one thread alone, several at once. Which chunks share a block
/// follows from what is asked for alone, so vectors do not depend on the number of threads; another selection may change their last bits.
/// </summary>
abstract class ChunkRepresenter : IChunkRepresenter
{
    // Enough rows for the products to be matrices, and no more memory for each thread than this.
    const int LargestBlock = 128;
    const long BlockBytes = 48L << 20;

    readonly IRecommender _model;
    readonly int _longest;
    readonly float[] _table;
    readonly int _firstRow;
    (Vocabulary Of, int[] Map)? _known;

    /// <param name="model">A fitted model with a network, which lives as long as this.</param>
    /// <param name="name">Its form.</param>
    protected ChunkRepresenter(IRecommender model, string name)
    {
        var (trainer, network) = SequenceFit.NetworkOf(model)!.Value;
        (_model, Name, Network, _longest) = (model, name, network, trainer.MaxLength);
        var vectors = ((IInnerProduct)model).ItemVectors;
        if (!MemoryMarshal.TryGetArray(vectors, out var array)) throw new InvalidOperationException("The vectors of items are no array.");
        (_table, _firstRow) = (array.Array!, array.Offset / network.Width);
    }

    public string Name { get; }

    public abstract int Dimension { get; }

    /// <summary>The network, which scores.</summary>
    protected SequenceNetwork Network { get; }

    /// <summary>Items of the catalog.</summary>
    protected int Items => _model.Catalog.Items.Count;

    /// <summary>Whether the last item of a chunk is foretold from those before it, and not read.</summary>
    protected virtual bool Foretells => true;

    /// <summary>Numbers that one chunk of so many places needs beyond those of the forward pass, for the size of a block.</summary>
    protected virtual long RoomOf(int places) => 0;

    /// <summary>The vectors of a block, B × <see cref="Dimension"/>.</summary>
    protected abstract Tensor Of(in ChunkBlock block);

    /// <summary>Operations for a chunk of which so many places are read, when the forward pass takes <paramref name="forward"/>.</summary>
    protected abstract double FlopsOf(int places, double forward);

    public double FlopsOf(int events)
    {
        var places = Math.Min(events - (Foretells ? 1 : 0), _longest);
        return places < 1 ? 0 : FlopsOf(places, Network.FlopsOf(places)!.Value + (Foretells ? 2.0 * Items * Network.Width : 0));
    }

    public void Represent(HistoryChunks chunks, ReadOnlySpan<int> which, Span<float> rows, CancellationToken cancellation = default)
    {
        if (rows.Length != (long)which.Length * Dimension) throw new ArgumentException($"{which.Length} chunks have {(long)which.Length * Dimension} numbers of the form {Name}, but there is room for {rows.Length}.", nameof(rows));
        Torch.Start();
        rows.Clear();
        int[] numbers = [.. which], map = MapOf(chunks.Data.Items);
        var order = Sorted(chunks, map, numbers);
        var blocks = Cut(order);
        var context = new FitContext { Cancellation = cancellation };
        for (var first = 0; first < blocks.Count; first += context.ThreadCount)
        {
            var results = new float[Math.Min(context.ThreadCount, blocks.Count - first)][];
            context.For(results.Length, b => results[b] = Alone(chunks, map, Array.ConvertAll(order[blocks[first + b]], o => numbers[(int)o])));
            for (var b = 0; b < results.Length; b++)
            {
                var entries = order.AsSpan(blocks[first + b]);
                for (var r = 0; r < entries.Length; r++) results[b].AsSpan(r * Dimension, Dimension).CopyTo(rows[((int)entries[r] * Dimension)..]);
            }
        }
        GC.KeepAlive(_model);
    }

    // Numbers of the model's catalog for those of the data.
    int[] MapOf(Vocabulary items)
    {
        if (_known is not var (of, map) || of != items) _known = (items, map = _model.Catalog.Items.MapFrom(items));
        return map;
    }

    // The low half of an entry is the place in what was asked, the high half how many places are read. Chunks without a vector are left out.
    long[] Sorted(HistoryChunks chunks, int[] map, int[] numbers)
    {
        var order = new List<long>(numbers.Length);
        for (var q = 0; q < numbers.Length; q++)
        {
            var known = 0;
            foreach (var item in chunks.Items(numbers[q])) if (map[item] >= 0) known++;
            var places = Math.Min(known - (Foretells ? 1 : 0), _longest);
            if (places > 0) order.Add((long)places << 32 | (uint)q);
        }
        order.Sort();
        return [.. order];
    }

    List<Range> Cut(long[] order)
    {
        var blocks = new List<Range>();
        for (var start = 0; start < order.Length;)
        {
            var (shortest, end) = ((int)(order[start] >> 32), start + 1);
            while (end < order.Length && end - start < LargestBlock && Length(end) <= Math.Max(shortest + 3, shortest * 5 / 4) && (end - start + 1) * Room(Length(end)) <= BlockBytes) end++;
            blocks.Add(start..end);
            start = end;
        }
        return blocks;

        int Length(int at) => (int)(order[at] >> 32);

        // Scores of the catalog and their gradients, and for each layer about two dozen vectors and the scores of attention.
        long Room(int places) => 4 * (2L * Items + 100L * places * Network.Width + 12L * places * places + RoomOf(places));
    }

    // One thread works a block through, as in scoring: many blocks are under way at once.
    float[] Alone(HistoryChunks chunks, int[] map, int[] numbers)
    {
        BlasThreads.Enter();
        var threads = Torch.Threads;
        Torch.SetThreadsHere(1);
        try
        {
            using var scope = new Scope();
            return Of(Block(chunks, map, numbers)).ToArray<float>();
        }
        finally
        {
            Torch.SetThreadsHere(threads);
            BlasThreads.Leave();
        }
    }

    ChunkBlock Block(HistoryChunks chunks, int[] map, int[] numbers)
    {
        var known = Array.ConvertAll(numbers, n => Known(chunks, map, n));
        int[] lengths = Array.ConvertAll(known, k => Math.Min(k.Length - (Foretells ? 1 : 0), _longest)), targets = Foretells ? Array.ConvertAll(known, k => k[^1].Item) : [];
        var (rows, length, timed) = (numbers.Length, lengths.Max(), Network.ReadsTimes && chunks.Data.HasTimes);
        var (items, times) = (Tensor.Zeros([rows, length], DType.Int64), timed ? Tensor.Zeros([rows, length], DType.Int64) : default);
        for (var r = 0; r < rows; r++)
        {
            var read = known[r].AsSpan(0, known[r].Length - (Foretells ? 1 : 0));
            read = read[^lengths[r]..];
            for (var (i, at) = (0, (r + 1) * length - read.Length); i < read.Length; i++, at++)
            {
                items.Span<long>()[at] = read[i].Item + 1;
                if (timed) times.Span<long>()[at] = read[i].Time;
            }
        }
        return new ChunkBlock(items, times, lengths, targets, Tensor.Wrap(_table, _table.Length / Network.Width, Network.Width).Narrow(0, _firstRow, Items));
    }

    static (int Item, long Time)[] Known(HistoryChunks chunks, int[] map, int number)
    {
        var items = chunks.Items(number);
        var known = new List<(int, long)>(items.Length);
        var times = chunks.Data.HasTimes ? chunks.Data.Events.Times[chunks.EventsOf(number)] : default;
        for (var i = 0; i < items.Length; i++)
            if (map[items[i]] is >= 0 and var item) known.Add((item, times.IsEmpty ? 0 : times[i]));
        return [.. known];
    }
}
