using System.Buffers;
using Attune.Numerics;

namespace Attune.Neural;

public sealed partial record TwoTower
{
    /// <summary>
    /// Fitted towers over their saved weights. The vectors of all items, those without events included, are made once; they are what the ranking, and the server's index of candidates, are given.
    /// It scores without libtorch.
    /// </summary>
    sealed class Model : IInnerProduct, ISimilarItems
    {
        readonly TwoTower _options;
        readonly Weights _weights;
        readonly float[] _users, _described, _items, _map, _vectors;
        readonly (float[] Weight, float[] Bias)[] _userLayers, _itemLayers;

        internal Model(TwoTower options, Catalog catalog, Weights weights)
        {
            (_options, Catalog, _weights) = (options, catalog, weights);
            var (width, count) = (options.Width, catalog.Items.Count);
            (_users, _described) = (weights.Float(TwoTowerNetwork.UserTable, (long)catalog.Users.Count * width), weights.Float(TwoTowerNetwork.Described, (long)catalog.Users.Count * width));
            (_items, _map) = ((float[])weights.Float(TwoTowerNetwork.ItemTable, (long)count * width).Clone(), weights.Float(TwoTowerNetwork.Map, (long)width * width));
            (_userLayers, _itemLayers) = (LayersOf("user_layers"), LayersOf("item_layers"));
            var (features, table) = (FeatureRows.Of(catalog.ItemFeatures, catalog.Items, options.Buckets), weights.Float(TwoTowerNetwork.ItemFeatures, (long)options.Buckets * width));
            // Of what nobody has touched nothing but features was learned.
            for (var i = 0; i < count; i++)
                if (catalog.Popularity[i] == 0) _items.AsSpan(i * width, width).Clear();
            _vectors = (float[])_items.Clone();
            for (var i = 0; i < count; i++)
            {
                TwoTowerNetwork.AddFeatures(features, i, table, _vectors.AsSpan(i * width, width));
                Through(_vectors.AsSpan(i * width, width), _itemLayers);
            }
        }

        public ITrainer Trainer => _options;

        public Catalog Catalog { get; }

        public ReadOnlyMemory<float> ItemVectors => _vectors;

        public bool TryVector(Query query, Span<float> vector)
        {
            var history = Histories.Of(Catalog, query);
            if (history.IsEmpty) return false;
            var width = vector.Length;
            Histories.Map(history, _items, _map, vector);
            if (query.History is null)
            {
                Vectors.Axpy(1, _users.AsSpan(query.User * width, width), vector);
                Vectors.Axpy(1, _described.AsSpan(query.User * width, width), vector);
            }
            Through(vector, _userLayers);
            return true;
        }

        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(_vectors, _options.Width, item, scores);

        public void Export(Weights weights)
        {
            foreach (var (name, (values, shape)) in _weights.Floats) weights.Add(name, values, shape);
        }

        (float[] Weight, float[] Bias)[] LayersOf(string name) =>
            [.. Enumerable.Range(0, _options.Layers).Select(l => (_weights.Float($"{name}.{l}.weight", (long)_options.Width * _options.Width), _weights.Float($"{name}.{l}.bias", _options.Width)))];

        // x ← x + max(0, W x + c) for every layer, and length 1.
        static void Through(Span<float> x, (float[] Weight, float[] Bias)[] layers)
        {
            var room = ArrayPool<float>.Shared.Rent(x.Length);
            foreach (var (weight, bias) in layers)
            {
                for (var o = 0; o < x.Length; o++) room[o] = Math.Max(0, Vectors.Dot(x, weight.AsSpan(o * x.Length, x.Length)) + bias[o]);
                Vectors.Axpy(1, room.AsSpan(0, x.Length), x);
            }
            ArrayPool<float>.Shared.Return(room);
            Vectors.Scale(1 / MathF.Sqrt(Math.Max(Vectors.Dot(x, x), 1e-24f)), x);
        }
    }
}
