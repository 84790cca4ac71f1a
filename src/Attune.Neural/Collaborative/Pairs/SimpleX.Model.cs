using Attune.Numerics;

namespace Attune.Neural;

public sealed partial record SimpleX
{
    /// <summary>A fitted model over its saved weights, which scores without libtorch: the vectors of items are brought to length 1 when it is made, those of a query when it is asked.</summary>
    sealed class Model : IInnerProduct, ISimilarItems
    {
        readonly SimpleX _options;
        readonly float[] _users, _items, _map, _directions;

        internal Model(SimpleX options, Catalog catalog, Weights weights)
        {
            (_options, Catalog) = (options, catalog);
            var width = options.Width;
            (_users, _items) = (weights.Float(SimpleXNetwork.UserTable, (long)catalog.Users.Count * width), weights.Float(SimpleXNetwork.ItemTable, (long)catalog.Items.Count * width));
            _map = weights.Float(SimpleXNetwork.Map, (long)width * width);
            _directions = (float[])_items.Clone();
            for (var i = 0; i < catalog.Items.Count; i++) Direct(_directions.AsSpan(i * width, width));
        }

        public ITrainer Trainer => _options;

        public Catalog Catalog { get; }

        public ReadOnlyMemory<float> ItemVectors => _directions;

        public bool TryVector(Query query, Span<float> vector)
        {
            var history = Histories.Of(Catalog, query);
            if (history.IsEmpty) return false;
            var own = query.History is null ? (float)_options.Gate : 0;
            Histories.Map(history, _items, _map, vector);
            Vectors.Scale(1 - own, vector);
            if (own > 0) Vectors.Axpy(own, _users.AsSpan(query.User * vector.Length, vector.Length), vector);
            Direct(vector);
            return true;
        }

        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(_items, _options.Width, item, scores);

        public void Export(Weights weights) => weights
            .Add(SimpleXNetwork.UserTable, _users, Catalog.Users.Count, _options.Width)
            .Add(SimpleXNetwork.ItemTable, _items, Catalog.Items.Count, _options.Width)
            .Add(SimpleXNetwork.Map, _map, _options.Width, _options.Width);

        // Length 1, as in the loss; one of zeros stays so.
        static void Direct(Span<float> vector) => Vectors.Scale(1 / MathF.Sqrt(Math.Max(Vectors.Dot(vector, vector), 1e-24f)), vector);
    }
}
