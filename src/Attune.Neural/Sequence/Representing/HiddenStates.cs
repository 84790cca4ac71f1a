namespace Attune.Neural;

/// <summary>The mean over places of the states of the last layer: what the network makes of a chunk.</summary>
sealed class HiddenStates(IRecommender model) : ChunkRepresenter(model, "hidden")
{
    public override int Dimension => Network.Width;

    protected override bool Foretells => false;

    protected override double FlopsOf(int places, double forward) => forward;

    protected override Tensor Of(in ChunkBlock block)
    {
        using var off = Gradients.NotRecorded();
        return block.MeanOverPlaces(Network.Forward(block.Items, block.Times));
    }
}
