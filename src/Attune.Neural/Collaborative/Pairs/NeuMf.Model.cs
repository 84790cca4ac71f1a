using System.Buffers;
using Attune.Numerics;

namespace Attune.Neural;

public sealed partial record NeuMf
{
    /// <summary>
    /// A fitted network over its saved weights, which scores without libtorch. What the first layer makes of a user and of an item is added up before the function, so the items' halves are worked
    /// out once when the model is made, and a user's once for a query.
    /// </summary>
    sealed class Model : IRecommender
    {
        readonly NeuMf _options;
        readonly Weights _weights;
        readonly int[] _widths;
        readonly float[] _userFactors, _itemFactors, _userInput, _itemHalves, _output;
        readonly float[][] _layers, _biases;
        readonly float _constant;

        internal Model(NeuMf options, Catalog catalog, Weights weights)
        {
            (_options, Catalog, _weights, _widths) = (options, catalog, weights, NeuMfNetwork.WidthsOf(options));
            var (users, items, first) = ((long)catalog.Users.Count, (long)catalog.Items.Count, _widths[0]);
            (_userFactors, _itemFactors) = (weights.Float(NeuMfNetwork.UserFactors, users * options.Width), weights.Float(NeuMfNetwork.ItemFactors, items * options.Width));
            _userInput = weights.Float(NeuMfNetwork.UserInput, users * first);
            var input = weights.Float(NeuMfNetwork.ItemInput, items * first);
            _layers = [.. _widths.Select((w, l) => weights.Float($"layers.{l}.weight", (long)w * (l == 0 ? 2 * w : _widths[l - 1])))];
            _biases = [.. _widths.Select((w, l) => weights.Float($"layers.{l}.bias", w))];
            (_output, _constant) = (weights.Float("output.weight", 2 * options.Width), weights.Float("output.bias", 1)[0]);
            _itemHalves = new float[items * first];
            for (var i = 0; i < items; i++) Half(input.AsSpan(i * first, first), first, _itemHalves.AsSpan(i * first, first));
        }

        public ITrainer Trainer => _options;

        public Catalog Catalog { get; }

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            if ((uint)query.User >= (uint)Catalog.Users.Count)
            {
                scores.Fill(float.NaN);
                return;
            }
            var (first, width) = (_widths[0], _options.Width);
            var room = ArrayPool<float>.Shared.Rent(width + 3 * first);
            var product = room.AsSpan(0, width);
            var half = room.AsSpan(width, first);
            Half(_userInput.AsSpan(query.User * first, first), 0, half);
            Vectors.Axpy(1, _biases[0], half);
            // h ∘ P_u, so that the product with an item is one of vectors.
            for (var f = 0; f < width; f++) product[f] = _output[f] * _userFactors[query.User * width + f];
            for (var i = 0; i < items.Length; i++)
                scores[i] = (uint)items[i] >= (uint)Catalog.Items.Count ? float.NaN
                    : Vectors.Dot(product, _itemFactors.AsSpan(items[i] * width, width)) + Network(half, items[i], room.AsSpan(width + first, 2 * first)) + _constant;
            ArrayPool<float>.Shared.Return(room);
        }

        public void Export(Weights weights)
        {
            foreach (var (name, (values, shape)) in _weights.Floats) weights.Add(name, values, shape);
        }

        // What the layers make of a user's half and an item, weighed by the second half of h.
        float Network(ReadOnlySpan<float> half, int item, Span<float> room)
        {
            var first = _widths[0];
            var x = room[..first];
            half.CopyTo(x);
            Vectors.Axpy(1, _itemHalves.AsSpan(item * first, first), x);
            Cut(x);
            for (var l = 1; l < _widths.Length; l++)
            {
                // The two halves of the room take turns.
                var y = room.Slice(l % 2 * first, _widths[l]);
                for (var o = 0; o < y.Length; o++) y[o] = Vectors.Dot(x, _layers[l].AsSpan(o * x.Length, x.Length)) + _biases[l][o];
                Cut(y);
                x = y;
            }
            return Vectors.Dot(x, _output.AsSpan(_options.Width, _options.Width));
        }

        // One half of the first layer: its columns from an offset on, times a vector.
        void Half(ReadOnlySpan<float> vector, int offset, Span<float> result)
        {
            for (var o = 0; o < result.Length; o++) result[o] = Vectors.Dot(vector, _layers[0].AsSpan(o * 2 * vector.Length + offset, vector.Length));
        }

        static void Cut(Span<float> values)
        {
            foreach (ref var v in values) v = Math.Max(v, 0);
        }
    }
}
