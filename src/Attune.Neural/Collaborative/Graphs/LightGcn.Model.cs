using Attune.Numerics;

namespace Attune.Neural;

public sealed partial record LightGcn
{
    /// <summary>A fitted <see cref="LightGcn"/>: its start vectors, spread once over the histories that it knows. It scores without libtorch.</summary>
    sealed class Model : IInnerProduct, ISimilarItems
    {
        readonly LightGcn _options;
        readonly float[] _startUsers, _startItems, _users, _items, _histories;

        internal Model(LightGcn options, Catalog catalog, Weights weights, PreferenceGraph graph)
        {
            (_options, Catalog) = (options, catalog);
            var (users, items, layers) = ((long)graph.Users * options.Width, (long)graph.Items * options.Width, options.Layers);
            (_startUsers, _startItems) = (weights.Float(LightGcnNetwork.UserTable, users), weights.Float(LightGcnNetwork.ItemTable, items));
            (_users, _items, _histories) = (new float[users], new float[items], new float[items]);
            graph.Spread(_startUsers, _startItems, layers - 1, _users, _histories, Environment.ProcessorCount);
            // The layers but the last, each item over the root of its users: what an item gives to a user who has it, but for the length of the history.
            for (var i = 0; i < graph.Items; i++) Vectors.Scale(graph.ItemScale[i] * layers / (layers + 1), _histories.AsSpan(i * options.Width, options.Width));
            graph.Spread(_startUsers, _startItems, layers, _users, _items, Environment.ProcessorCount);
        }

        public ITrainer Trainer => _options;

        public Catalog Catalog { get; }

        public ReadOnlyMemory<float> ItemVectors => _items;

        public bool TryVector(Query query, Span<float> vector)
        {
            var items = Histories.Of(Catalog, query);
            if (items.IsEmpty) return false;
            if (query.History is null)
            {
                _users.AsSpan(query.User * vector.Length, vector.Length).CopyTo(vector);
                return true;
            }
            vector.Clear();
            PreferenceGraph.AddRows(items, _histories, vector);
            Vectors.Scale(1 / MathF.Sqrt(items.Length), vector);
            return true;
        }

        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(_items, _options.Width, item, scores);

        public void Export(Weights weights) => weights
            .Add(LightGcnNetwork.UserTable, _startUsers, Catalog.Users.Count, _options.Width)
            .Add(LightGcnNetwork.ItemTable, _startItems, Catalog.Items.Count, _options.Width);
    }
}
