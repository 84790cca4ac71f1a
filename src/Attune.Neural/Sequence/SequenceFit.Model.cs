using System.Buffers;

namespace Attune.Neural;

static partial class SequenceFit
{
    /// <summary>The fitted model over saved weights.</summary>
    internal static IRecommender Restore(ISequenceTrainer trainer, Catalog catalog, Weights weights) => Made(trainer, catalog, weights);

    /// <summary>
    /// A fitted network that reads sequences. It lies over the arrays of the saved weights without a copy, and lets go of libtorch's side of them when the last
    /// reference to it is gone. Forward passes run on the thread that asks, one for each thread at a time; many queries are sorted by length and passed together.
    /// </summary>
    sealed class Model : IInnerProduct, ISimilarItems, IDescribes
    {
        // Rows of a pass: enough for the products to be matrices, few enough to stay in the cache.
        const int LargestPass = 128;

        readonly ISequenceTrainer _trainer;
        readonly Weights _weights;
        readonly SequenceNetwork _network;
        readonly ReadOnlyMemory<float> _items;

        internal Model(ISequenceTrainer trainer, Catalog catalog, Weights weights, SequenceNetwork network)
        {
            (_trainer, Catalog, _weights, _network) = (trainer, catalog, weights, network);
            _network.Import(weights);
            _items = TableOf(network, weights).AsMemory(Width, catalog.Items.Count * Width);
        }

        ~Model() => _network?.Dispose();

        public ITrainer Trainer => _trainer;

        public Catalog Catalog { get; }

        public ReadOnlyMemory<float> ItemVectors => _items;

        public bool Batches => true;

        public IReadOnlyList<KeyValuePair<string, string>> Facts => _network.Facts;

        internal ISequenceTrainer SequenceTrainer => _trainer;

        internal SequenceNetwork Network => _network;

        int Width => _trainer.Width;

        // What is read of a history: the place that asks takes one of its own.
        int Longest => _trainer.MaxLength - (_trainer.AsksWithAMark ? 1 : 0);

        public bool TryVector(Query query, Span<float> vector)
        {
            var sequence = Catalog.SequenceOf(query);
            if (sequence.Length == 0) return false;
            using var pass = new ScoringPass();
            var rows = pass.Rows(1, InputLength(Math.Min(sequence.Length, Longest)));
            var times = _network.ReadsTimes ? pass.Rows(1, (int)rows.Size(1)) : default;
            Write(sequence, rows.Span<long>());
            if (times.IsDefined) WriteTimes(Catalog.TimesOf(query), sequence.Length, times.Span<long>());
            pass.Newest(_network, rows, times).Span<float>().CopyTo(vector);
            GC.KeepAlive(this);
            return true;
        }

        public void TryVectors(ReadOnlySpan<Query> queries, Span<float> vectors, Span<bool> answered)
        {
            var order = ArrayPool<long>.Shared.Rent(queries.Length);
            var count = 0;
            for (var q = 0; q < queries.Length; q++)
            {
                var length = Math.Min(Catalog.SequenceOf(queries[q]).Length, Longest);
                answered[q] = length > 0;
                if (length > 0) order[count++] = (long)length << 32 | (uint)q;
            }
            order.AsSpan(0, count).Sort();
            for (var start = 0; start < count;)
            {
                var (shortest, end) = ((int)(order[start] >> 32), start + 1);
                while (end < count && end - start < LargestPass && order[end] >> 32 <= Math.Max(shortest + 3, shortest * 5 / 4)) end++;
                Pass(queries, order.AsSpan(start, end - start), vectors);
                start = end;
            }
            ArrayPool<long>.Shared.Return(order);
            GC.KeepAlive(this);
        }

        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(_items.Span, Width, item, scores);

        public void Export(Weights weights)
        {
            foreach (var (name, (values, shape)) in _weights.Floats) weights.Add(name, values, shape);
        }

        // The low half of an entry is the query, the high half its length; the last is the longest.
        void Pass(ReadOnlySpan<Query> queries, ReadOnlySpan<long> entries, Span<float> vectors)
        {
            using var pass = new ScoringPass();
            var length = InputLength((int)(entries[^1] >> 32));
            var rows = pass.Rows(entries.Length, length);
            var times = _network.ReadsTimes ? pass.Rows(entries.Length, length) : default;
            for (var r = 0; r < entries.Length; r++)
            {
                var query = queries[(int)entries[r]];
                var sequence = Catalog.SequenceOf(query);
                Write(sequence, rows.Span<long>().Slice(r * length, length));
                if (times.IsDefined) WriteTimes(Catalog.TimesOf(query), sequence.Length, times.Span<long>().Slice(r * length, length));
            }
            var states = pass.Newest(_network, rows, times).Span<float>();
            for (var r = 0; r < entries.Length; r++) states.Slice(r * Width, Width).CopyTo(vectors[((int)entries[r] * Width)..]);
        }

        int InputLength(int items) => items + (_trainer.AsksWithAMark ? 1 : 0);

        // As the items; of the place that asks it is never known when, of a history without times of none.
        void WriteTimes(ReadOnlySpan<long> times, int items, Span<long> row)
        {
            row.Clear();
            var read = row[^Math.Min(InputLength(items), row.Length)..];
            read.Fill(RelativeBias.Unknown);
            if (_trainer.AsksWithAMark) read = read[..^1];
            if (!times.IsEmpty) times[^read.Length..].CopyTo(read);
        }

        static float[] TableOf(SequenceNetwork network, Weights weights)
        {
            if (network.ScoresWithTheTable) return weights.Float($"{SequenceNetwork.ItemTableName}.weight");
            using var scope = new Scope();
            using var off = Gradients.NotRecorded();
            return network.ItemTable.ToArray<float>();
        }

        // Padding first, the newest last, and after it the place that asks.
        void Write(ReadOnlySpan<int> sequence, Span<long> row)
        {
            if (_trainer.AsksWithAMark)
            {
                row[^1] = Catalog.Items.Count + 1;
                row = row[..^1];
            }
            if (sequence.Length > row.Length) sequence = sequence[^row.Length..];
            var padding = row.Length - sequence.Length;
            row[..padding].Clear();
            for (var i = 0; i < sequence.Length; i++) row[padding + i] = sequence[i] + 1;
        }
    }
}
