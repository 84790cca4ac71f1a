namespace Attune.Neural;

static partial class ClickFit
{
    /// <summary>
    /// A fitted network of clicks over the arrays of its saved weights, without a copy; it lets go of libtorch's side of them when the last reference to it is gone. Forward passes run on the thread that asks.
    /// The score of a candidate is its logit: in the order of its probability, and without ties where that is all but 0 or 1.
    /// </summary>
    sealed class Model : IClickModel
    {
        // Rows of a pass: many where rows are measured; few and always as many where candidates are ranked, so that what stands beside one changes no bit of its score.
        const int LargestPass = 4096, Block = 64;

        readonly ClickTrainer _trainer;
        readonly Weights _weights;
        readonly ClickNetwork _network;
        readonly ClickCandidates? _candidates;

        internal Model(ClickTrainer trainer, Catalog catalog, Weights weights)
        {
            (_trainer, Catalog, _weights) = (trainer, catalog, weights);
            _candidates = SavedFields.Are(weights) ? null : ClickCandidates.Restore(catalog, weights);
            Fields = _candidates?.Fields ?? SavedFields.Restore(weights);
            _network = NetworkOf(trainer, Fields, weights);
        }

        ~Model() => _network?.Dispose();

        public ITrainer Trainer => _trainer;

        public Catalog Catalog { get; }

        public ClickFields Fields { get; }

        public void Predict(ClickRows rows, Span<float> probabilities)
        {
            Check(rows, probabilities.Length);
            for (var from = 0; from < rows.Count; from += LargestPass)
            {
                var count = Math.Min(LargestPass, rows.Count - from);
                using var pass = new ScoringPass();
                var part = count == rows.Count ? rows : rows.Slice(from, count);
                _network.Forward(part).Sigmoid().Contiguous().Span<float>().CopyTo(probabilities[from..]);
            }
            GC.KeepAlive(this);
        }

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            if (_candidates is null) scores.Fill(float.NaN);
            else if (items.Length > 0)
            {
                var (order, ends) = PassesOf(items);
                Span<int> block = stackalloc int[Block];
                for (var (pass, from) = (0, 0); pass < ends.Length; from = ends[pass++])
                {
                    block.Fill(items[0]);
                    var places = order.AsSpan(from, ends[pass] - from);
                    foreach (var i in places) block[PlaceOf(items[i])] = items[i];
                    Score(_candidates.Rows(query, block), places, items, scores);
                }
            }
            GC.KeepAlive(this);
        }

        public void Export(Weights weights)
        {
            foreach (var (name, (values, shape)) in _weights.Floats) weights.Add(name, values, shape);
            foreach (var (name, values) in _weights.Integers) weights.Add(name, values);
            foreach (var (name, texts) in _weights.Texts) weights.Add(name, texts);
        }

        void Score(ClickRows rows, ReadOnlySpan<int> places, ReadOnlySpan<int> items, Span<float> scores)
        {
            using var pass = new ScoringPass();
            var logits = _network.Forward(rows).Contiguous().Span<float>();
            foreach (var i in places) scores[i] = (uint)items[i] < (uint)Catalog.Items.Count ? logits[PlaceOf(items[i])] : float.NaN;
        }

        static int PlaceOf(int item) => item & (Block - 1);

        // Products of matrices round a row by where it stands: an item has its place in every block, and items of one place go into blocks of their own. Where they are, block after block.
        static (int[] Order, int[] Ends) PassesOf(ReadOnlySpan<int> items)
        {
            var (passOf, order) = (new int[items.Length], new int[items.Length]);
            Span<int> next = stackalloc int[Block];
            next.Clear();
            for (var i = 0; i < items.Length; i++) passOf[i] = next[PlaceOf(items[i])]++;
            var ends = new int[passOf.Max() + 1];
            foreach (var pass in passOf) ends[pass]++;
            for (var p = 1; p < ends.Length; p++) ends[p] += ends[p - 1];
            for (var i = items.Length - 1; i >= 0; i--) order[--ends[passOf[i]]] = i;
            return (order, [.. ends.Skip(1), items.Length]);
        }

        void Check(ClickRows rows, int room)
        {
            if (rows.Columns != Fields.Columns) throw new ArgumentException($"The rows have {rows.Columns} columns, and the model was trained on {Fields.Columns}: encode them with the model's fields.", nameof(rows));
            if (rows.Count != room) throw new ArgumentException($"{rows.Count} rows need as many probabilities, and there is room for {room}.", nameof(rows));
            foreach (var code in rows.Codes)
                if ((uint)code >= (uint)Fields.Codes) throw new ArgumentException($"The code {code} is not one of the model's, 0 to {Fields.Codes - 1}: encode the rows with the model's fields.", nameof(rows));
        }
    }

    /// <summary>The network of saved weights, which it lies over.</summary>
    internal static ClickNetwork NetworkOf(ClickTrainer trainer, ClickFields fields, Weights weights)
    {
        Torch.Start();
        var network = trainer.Network(new Init(trainer.Seed), fields);
        network.Import(weights);
        network.ImportIntegers(weights);
        return network;
    }
}
