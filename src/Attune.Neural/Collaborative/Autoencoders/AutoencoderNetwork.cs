namespace Attune.Neural;

/// <summary>
/// The network of <see cref="MultVae"/> and <see cref="MultDae"/>: items in, a code, scores of items out. Both tables have an item to a row, so that the first product takes only the rows of the
/// items that a user has, and the last is one of states with items.
/// </summary>
sealed class AutoencoderNetwork : Module
{
    internal const string Input = "input", Encoder = "encoder", Decoder = "decoder", Output = "output";

    readonly Tensor _encoder, _encoderBias, _decoder, _decoderBias, _inputBias;
    readonly bool _variational;

    internal AutoencoderNetwork(Init init, int items, IAutoencoder options)
    {
        var (hidden, latent) = (options.Hidden, options.Latent);
        _variational = options.IsVariational;
        var code = _variational ? 2 * latent : latent;
        var (first, last) = hidden > 0 ? (hidden, hidden) : (code, latent);
        (InputWeight, _inputBias) = Layer(init, Input, items, first, first, isTable: true);
        if (hidden > 0)
        {
            (_encoder, _encoderBias) = Layer(init, Encoder, code, hidden, code);
            (_decoder, _decoderBias) = Layer(init, Decoder, hidden, latent, hidden);
        }
        (OutputWeight, OutputBias) = Layer(init, Output, items, last, items, isTable: true);
    }

    internal Tensor InputWeight { get; }

    internal Tensor OutputWeight { get; }

    internal Tensor OutputBias { get; }

    /// <summary>What the rows of a tensor stand for; null for the inner layers.</summary>
    internal static RowIds? RowsOf(string name) => name is $"{Input}.weight" or $"{Output}.weight" or $"{Output}.bias" ? RowIds.Items : null;

    /// <summary>The mean loss over users by plain operators that record gradients, dense: on any device and in any precision, and what <see cref="Backward"/> is checked against.</summary>
    /// <param name="batch">The users.</param>
    /// <param name="noise">Rows × latent standard normal numbers; undefined where the code is not drawn.</param>
    /// <param name="klWeight">What the KL term weighs.</param>
    internal Tensor Loss(PreferenceBatch batch, Tensor noise, double klWeight)
    {
        using var scope = new Scope();
        var (type, device) = (InputWeight.DType, InputWeight.Device);
        var (states, kl) = Inner(batch.Dense(batch.Values, type, device).MatMul(InputWeight), noise);
        var likelihood = (states.MatMul(OutputWeight.T) + OutputBias).LogSoftmax(-1) * batch.Dense(null, type, device);
        var loss = -likelihood.Sum() / batch.Rows;
        return scope.Return(kl.IsDefined ? loss + kl * (klWeight / batch.Rows) : loss);
    }

    /// <summary>Adds the gradients of the mean loss times <paramref name="scale"/> to all parameters and gives the mean, detached.</summary>
    internal Tensor Backward(PreferenceBatch batch, Tensor noise, double klWeight, double scale)
    {
        using var scope = new Scope();
        if (InputWeight is not { DType: DType.Float32, Device.Kind: DeviceKind.Cpu })
        {
            var loss = Loss(batch, noise, klWeight);
            Gradients.Backward(loss * scale);
            return scope.Return(loss.Detach());
        }
        var first = SparseInput.Forward(batch, InputWeight.Detach()).RequireGradient();
        var (states, kl) = Inner(first, noise);
        var (gradient, factor) = (states.Detach().EmptyLike(), scale / batch.Rows);
        var sum = Multinomial.Accumulate(batch, states.Detach().Contiguous(), (OutputWeight.Detach(), OutputBias.Detach()), gradient, (GradientOf(OutputWeight), GradientOf(OutputBias)), (float)factor);
        if (kl.IsDefined) Gradients.Backward([states, kl], [gradient, Tensor.Full([], klWeight * factor)]);
        else Gradients.Backward(states, gradient);
        SparseInput.Backward(batch, first.Gradient.Contiguous(), GradientOf(InputWeight));
        var mean = (sum + (kl.IsDefined ? klWeight * kl.Item() : 0)) / batch.Rows;
        return scope.Return(Tensor.Full([], mean));
    }

    // From the product of the input to the states that are scored, and the sum of the KL terms.
    (Tensor States, Tensor Kl) Inner(Tensor first, Tensor noise)
    {
        var x = first + _inputBias;
        if (_encoder.IsDefined) x = x.Tanh().Linear(_encoder, _encoderBias);
        var (code, kl) = _variational ? Drawn(x, noise) : (x.Tanh(), default);
        return (_decoder.IsDefined ? code.Linear(_decoder, _decoderBias).Tanh() : code, kl);
    }

    static (Tensor Code, Tensor Kl) Drawn(Tensor x, Tensor noise)
    {
        var latent = x.Size(1) / 2;
        var (mean, logVariance) = (x.Narrow(1, 0, latent), x.Narrow(1, latent, latent));
        var kl = (mean.Square() + logVariance.Exp() - logVariance - 1).Sum() * 0.5;
        return (mean + noise * (logVariance * 0.5).Exp(), kl);
    }

    // As the authors' code starts: normal, of Glorot's variance for matrices and nearly 0 for what is added.
    (Tensor Weight, Tensor Bias) Layer(Init init, string name, int rows, int columns, int biases, bool isTable = false) =>
        (Add($"{name}.weight", () => init.Normal([rows, columns], Math.Sqrt(2.0 / (rows + columns))), isTable: isTable), Add($"{name}.bias", () => init.Normal([biases], 0.001)));

    // Added to where there is one, as after the first of several parts.
    static Tensor GradientOf(Tensor leaf)
    {
        if (leaf.Gradient is { IsDefined: true } there) return there;
        var fresh = leaf.Detach().ZerosLike();
        leaf.Gradient = fresh;
        return fresh;
    }
}
