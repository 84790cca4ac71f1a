namespace Attune.Neural;

/// <summary>The mean over places of the gradient of the last item's loss by what the last attention gives, or by what comes into its layer.</summary>
sealed class AttentionGradient(IRecommender model, string form) : ChunkRepresenter(model, form)
{
    readonly bool _ofInput = form == "gradient-input";

    public override int Dimension => Network.Width;

    protected override double FlopsOf(int places, double forward) => 3 * forward;

    protected override Tensor Of(in ChunkBlock block) => Of(Network, block, _ofInput);

    /// <summary>B × width.</summary>
    internal static Tensor Of(SequenceNetwork network, in ChunkBlock block, bool ofInput)
    {
        using var scope = new Scope();
        using var tap = new AttentionTap();
        var (states, gradient) = HeadGradient.Of(network, block, tap);
        // Rows do not touch each other, so the gradients of all losses together are each row's own.
        return scope.Return(block.MeanOverPlaces(Gradients.Of(states, [ofInput ? tap.Input : tap.Output], gradient)[0]));
    }
}
