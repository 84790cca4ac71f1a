namespace Attune.Neural;

/// <summary>Learns pairs of who has what.</summary>
/// <param name="batches">Deals them.</param>
/// <param name="backward">Adds the gradients of a batch's mean loss, times its share, to all parameters and gives the mean, detached.</param>
sealed class PairLearner(PairBatches batches, Func<PairBatch, Tensor> backward) : ILearner
{
    public int Steps => batches.Steps;

    public long Targets => batches.Targets;

    public string Data => batches.Data;

    public long TargetsOf(Part part) => batches.TargetsOf(part);

    public Learned Learn(Part part)
    {
        var batch = batches.Of(part);
        return new Learned(backward(batch), batch.Share, batch.Count, batch.StepTargets);
    }
}
