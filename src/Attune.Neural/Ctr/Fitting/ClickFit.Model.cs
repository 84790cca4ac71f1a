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
            Span<int> block = stackalloc int[Block];
            for (var from = 0; from < items.Length; from += Block)
            {
                var count = Math.Min(Block, items.Length - from);
                items.Slice(from, count).CopyTo(block);
                block[count..].Fill(block[count - 1]);
                if (_candidates is null) scores.Slice(from, count).Fill(float.NaN);
                else Score(_candidates.Rows(query, block), block[..count], scores[from..]);
            }
            GC.KeepAlive(this);
        }

        public void Export(Weights weights)
        {
            foreach (var (name, (values, shape)) in _weights.Floats) weights.Add(name, values, shape);
            foreach (var (name, values) in _weights.Integers) weights.Add(name, values);
            foreach (var (name, texts) in _weights.Texts) weights.Add(name, texts);
        }

        void Score(ClickRows rows, ReadOnlySpan<int> items, Span<float> scores)
        {
            using var pass = new ScoringPass();
            var logits = _network.Forward(rows).Contiguous().Span<float>();
            for (var i = 0; i < items.Length; i++) scores[i] = (uint)items[i] < (uint)Catalog.Items.Count ? logits[i] : float.NaN;
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
