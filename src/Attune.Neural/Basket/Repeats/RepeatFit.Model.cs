namespace Attune.Neural;

static partial class RepeatFit
{
    /// <summary>
    /// A fitted network that ranks what was bought before, over the arrays of the saved weights without a copy. It scores a user's items together, as of the day asked for, and cannot say of any others.
    /// Forward passes run on the thread that asks; many queries are sorted by the size of their histories and passed together.
    /// </summary>
    sealed class Model : IBatchRecommender, IDescribes
    {
        const double Slack = 0.25;

        readonly IRepeatTrainer _trainer;
        readonly Weights _weights;
        readonly RepeatNetwork _network;

        internal Model(IRepeatTrainer trainer, Catalog catalog, Weights weights, RepeatNetwork network)
        {
            (_trainer, Catalog, _weights, _network) = (trainer, catalog, weights, network);
            _network.Import(weights);
        }

        ~Model() => _network?.Dispose();

        public ITrainer Trainer => _trainer;

        public Catalog Catalog { get; }

        public Seen DefaultSeen => Seen.Only;

        public IReadOnlyList<KeyValuePair<string, string>> Facts => _network.Facts;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            scores.Fill(float.NaN);
            var history = Catalog.PurchasesOf(query);
            if (history.Items.Count == 0) return;
            using var pass = new ScoringPass();
            var found = Pass([history], [query.User])[0];
            if (Catalog.IsWhole(items))
            {
                for (var s = 0; s < found.Length; s++) scores[history.Items[s]] = found[s];
                return;
            }
            var places = new Dictionary<int, float>(found.Length);
            for (var s = 0; s < found.Length; s++) places[history.Items[s]] = found[s];
            for (var i = 0; i < items.Length; i++) scores[i] = places.GetValueOrDefault(items[i], float.NaN);
        }

        public void ScoreHistories(ReadOnlySpan<Query> queries, Span<(int[] Items, float[] Scores)> results)
        {
            var (histories, users) = (new PurchaseHistory[queries.Length], new int[queries.Length]);
            for (var q = 0; q < queries.Length; q++) (histories[q], users[q]) = (Catalog.PurchasesOf(queries[q]), queries[q].User);
            foreach (var group in SizeGroups.Of(Array.ConvertAll(histories, SizeOf), Slack))
            {
                using var pass = new ScoringPass();
                var scores = SizeOf(histories[group[^1]]) == 0 ? new float[group.Length][] : Pass(Array.ConvertAll(group, q => histories[q]), Array.ConvertAll(group, q => users[q]));
                for (var g = 0; g < group.Length; g++) results[group[g]] = scores[g] is { } found ? ([.. histories[group[g]].Items.Take(found.Length)], found) : ([], []);
            }
        }

        int SizeOf(PurchaseHistory history) => Math.Min(_trainer.MostCandidates, history.Items.Count);

        public void Export(Weights weights)
        {
            foreach (var (name, (values, shape)) in _weights.Floats) weights.Add(name, values, shape);
        }

        // The scores of each history's items, in its order.
        float[][] Pass(PurchaseHistory[] histories, int[] users)
        {
            var batch = new RepeatBatch(histories, Array.ConvertAll(users, u => (uint)u < (uint)Catalog.Users.Count ? u : -1), _trainer.MostCandidates);
            var scores = _network.Forward(batch).Contiguous().Span<float>();
            var results = new float[histories.Length][];
            for (var b = 0; b < results.Length; b++) results[b] = scores.Slice(b * batch.Length, batch.Sizes[b]).ToArray();
            GC.KeepAlive(this);
            return results;
        }
    }
}
