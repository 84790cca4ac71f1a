using System.Buffers;
using Attune.Numerics;

namespace Attune.Neural;

static partial class AutoencoderFit
{
    /// <summary>
    /// A fitted autoencoder over its saved weights. It scores without libtorch: the rows of the items in the history are summed, and what follows is a few small products. The code is the mean of its
    /// distribution.
    /// </summary>
    sealed class Model : IInnerProduct, ISimilarItems
    {
        readonly IAutoencoder _options;
        readonly float[] _input, _inputBias, _output;
        readonly float[]? _encoder, _encoderBias, _decoder, _decoderBias;

        internal Model(IAutoencoder options, Catalog catalog, Weights weights)
        {
            (_options, Catalog) = (options, catalog);
            var (items, hidden, latent) = (catalog.Items.Count, options.Hidden, options.Latent);
            var code = options.IsVariational ? 2 * latent : latent;
            First = hidden > 0 ? hidden : code;
            Width = hidden > 0 ? hidden : latent;
            (_input, _inputBias) = (weights.Float($"{AutoencoderNetwork.Input}.weight", (long)items * First), weights.Float($"{AutoencoderNetwork.Input}.bias", First));
            (_output, ItemBiases) = (weights.Float($"{AutoencoderNetwork.Output}.weight", (long)items * Width), weights.Float($"{AutoencoderNetwork.Output}.bias", items));
            if (hidden == 0) return;
            (_encoder, _encoderBias) = (weights.Float($"{AutoencoderNetwork.Encoder}.weight", (long)code * hidden), weights.Float($"{AutoencoderNetwork.Encoder}.bias", code));
            (_decoder, _decoderBias) = (weights.Float($"{AutoencoderNetwork.Decoder}.weight", (long)hidden * latent), weights.Float($"{AutoencoderNetwork.Decoder}.bias", hidden));
        }

        public ITrainer Trainer => _options;

        public Catalog Catalog { get; }

        public ReadOnlyMemory<float> ItemVectors => _output;

        public float[] ItemBiases { get; }

        int First { get; }

        int Width { get; }

        public bool TryVector(Query query, Span<float> vector)
        {
            var history = Histories.Of(Catalog, query);
            if (history.IsEmpty) return false;
            var room = ArrayPool<float>.Shared.Rent(First + _options.Latent);
            var first = room.AsSpan(0, First);
            var code = room.AsSpan(First, _options.Latent);
            _inputBias.CopyTo(first);
            var value = 1 / MathF.Sqrt(history.Length);
            foreach (var item in history) Vectors.Axpy(value, _input.AsSpan(item * First, First), first);
            if (_encoder is null) first[..code.Length].CopyTo(code);
            else
            {
                Tanh(first);
                Product(_encoder, _encoderBias, first, code);
            }
            if (!_options.IsVariational) Tanh(code);
            if (_decoder is null) code.CopyTo(vector);
            else
            {
                Product(_decoder, _decoderBias, code, vector);
                Tanh(vector);
            }
            ArrayPool<float>.Shared.Return(room);
            return true;
        }

        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(_output, Width, item, scores);

        public void Export(Weights weights)
        {
            var items = Catalog.Items.Count;
            weights.Add($"{AutoencoderNetwork.Input}.weight", _input, items, First).Add($"{AutoencoderNetwork.Input}.bias", _inputBias);
            if (_encoder is not null)
                weights.Add($"{AutoencoderNetwork.Encoder}.weight", _encoder, _encoderBias!.Length, First).Add($"{AutoencoderNetwork.Encoder}.bias", _encoderBias)
                    .Add($"{AutoencoderNetwork.Decoder}.weight", _decoder!, Width, _options.Latent).Add($"{AutoencoderNetwork.Decoder}.bias", _decoderBias!);
            weights.Add($"{AutoencoderNetwork.Output}.weight", _output, items, Width).Add($"{AutoencoderNetwork.Output}.bias", ItemBiases);
        }

        // result = matrix · x + bias, for as many rows as the result has.
        static void Product(float[] matrix, float[]? bias, ReadOnlySpan<float> x, Span<float> result)
        {
            for (var r = 0; r < result.Length; r++) result[r] = Vectors.Dot(x, matrix.AsSpan(r * x.Length, x.Length)) + bias![r];
        }

        static void Tanh(Span<float> values)
        {
            foreach (ref var v in values) v = MathF.Tanh(v);
        }
    }
}
