namespace Attune.Neural;

/// <summary>What the loss of the last item says of the state that is scored: dL/dh = Σ (p − y) E, or how wrong the probabilities are, ‖p − y‖₂ (EL2N; Paul et al., "Deep learning on a data diet", NeurIPS 2021).</summary>
sealed class HeadGradient(IRecommender model, string form) : ChunkRepresenter(model, form)
{
    readonly bool _length = form == "el2n";

    public override int Dimension => _length ? 1 : Network.Width;

    protected override double FlopsOf(int places, double forward) => forward + (_length ? 0 : 2.0 * Items * Network.Width);

    protected override Tensor Of(in ChunkBlock block)
    {
        using var off = Gradients.NotRecorded();
        var states = Network.Forward(block.Items, block.Times);
        var errors = ErrorsOf(states.Select(1, states.Size(1) - 1), block);
        return _length ? errors.Square().Sum(1, keep: true).Sqrt() : errors.MatMul(block.Table);
    }

    /// <summary>p − y, B × items: the probabilities that the states give, less 1 for what came.</summary>
    internal static Tensor ErrorsOf(Tensor states, in ChunkBlock block)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var probabilities = states.MatMul(block.Table.T).Softmax(-1);
        var came = Tensor.Wrap(Array.ConvertAll(block.Targets, t => (long)t), block.Targets.Length, 1);
        return scope.Return(probabilities.ScatterAdd(1, came, Tensor.Full([block.Targets.Length, 1], -1, states.DType)));
    }

    /// <summary>dL/d(the newest states), B × width, and these states with their recording, for a pass whose last attention <paramref name="tap"/> holds.</summary>
    internal static (Tensor States, Tensor Gradient) Of(SequenceNetwork network, in ChunkBlock block, AttentionTap tap)
    {
        var states = network.Forward(block.Items, block.Times, tap);
        var newest = states.Select(1, states.Size(1) - 1);
        return (newest, ErrorsOf(newest.Detach(), block).MatMul(block.Table));
    }
}
