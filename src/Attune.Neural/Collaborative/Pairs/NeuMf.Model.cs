using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
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
        // Items that go through the layers together: their rows stay in the second-level cache.
        const int Block = 144;

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
            var room = ArrayPool<float>.Shared.Rent(width + first);
            var product = room.AsSpan(0, width);
            var half = room.AsSpan(width, first);
            Half(_userInput.AsSpan(query.User * first, first), 0, half);
            Vectors.Axpy(1, _biases[0], half);
            // h ∘ P_u, so that the product with an item is one of vectors.
            for (var f = 0; f < width; f++) product[f] = _output[f] * _userFactors[query.User * width + f];
            var (x, y) = (ArrayPool<float>.Shared.Rent(Block * first), ArrayPool<float>.Shared.Rent(Block * first));
            for (var from = 0; from < items.Length; from += Block)
            {
                var block = items[from..Math.Min(items.Length, from + Block)];
                Network(half, block, ref x, ref y);
                for (var i = 0; i < block.Length; i++)
                    scores[from + i] = (uint)block[i] >= (uint)Catalog.Items.Count ? float.NaN
                        : Vectors.Dot(product, _itemFactors.AsSpan(block[i] * width, width)) + Vectors.Dot(x.AsSpan(i * _widths[^1], _widths[^1]), _output.AsSpan(width, width)) + _constant;
            }
            ArrayPool<float>.Shared.Return(room);
            ArrayPool<float>.Shared.Return(x);
            ArrayPool<float>.Shared.Return(y);
        }

        public void Export(Weights weights)
        {
            foreach (var (name, (values, shape)) in _weights.Floats) weights.Add(name, values, shape);
        }

        // What the layers make of a user's half and each of some items, row after row in x. Rows are summed in the same order however many there are.
        void Network(ReadOnlySpan<float> half, ReadOnlySpan<int> items, ref float[] x, ref float[] y)
        {
            var first = _widths[0];
            for (var i = 0; i < items.Length; i++)
            {
                var row = x.AsSpan(i * first, first);
                half.CopyTo(row);
                if ((uint)items[i] < (uint)Catalog.Items.Count) Vectors.Axpy(1, _itemHalves.AsSpan(items[i] * first, first), row);
            }
            Cut(x.AsSpan(0, items.Length * first));
            for (var l = 1; l < _widths.Length; l++)
            {
                for (var i = 0; i < items.Length; i++) _biases[l].CopyTo(y.AsSpan(i * _widths[l], _widths[l]));
                Gemm.Add(1, new Dense(x, items.Length, _widths[l - 1]), new Dense(_layers[l], _widths[l], _widths[l - 1]), new Dense(y, items.Length, _widths[l]));
                (x, y) = (y, x);
                Cut(x.AsSpan(0, items.Length * _widths[l]));
            }
        }

        // One half of the first layer: its columns from an offset on, times a vector.
        void Half(ReadOnlySpan<float> vector, int offset, Span<float> result)
        {
            for (var o = 0; o < result.Length; o++) result[o] = Vectors.Dot(vector, _layers[0].AsSpan(o * 2 * vector.Length + offset, vector.Length));
        }

        static void Cut(Span<float> values)
        {
            var wide = MemoryMarshal.Cast<float, Vector<float>>(values);
            foreach (ref var v in wide) v = Vector.Max(v, Vector<float>.Zero);
            foreach (ref var v in values[(wide.Length * Vector<float>.Count)..]) v = Math.Max(v, 0);
        }
    }
}
