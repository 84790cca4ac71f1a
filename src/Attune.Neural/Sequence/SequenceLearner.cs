using Attune.Numerics;

namespace Attune.Neural;

/// <summary>One part of a batch, forward and backward: the states of the places that ask, against the items that come.</summary>
sealed class SequenceLearner
{
    readonly ISequenceTrainer _trainer;
    readonly SequenceNetwork _network;
    readonly SequenceBatches _batches;
    readonly Loss _loss;
    readonly NegativeSampler? _sampler;
    readonly int[][]? _own;

    internal SequenceLearner(ISequenceTrainer trainer, SequenceNetwork network, SequenceBatches batches, Catalog catalog)
    {
        (_trainer, _network, _batches) = (trainer, network, batches);
        var items = catalog.Items.Count;
        _loss = trainer.Loss switch
        {
            SequenceLoss.Bce => new Bce(items),
            SequenceLoss.Sampled => new SampledSoftmax(items),
            SequenceLoss.Gbce => Bce.Generalised(items, trainer.Negatives, trainer.Calibration),
            _ => new FullSoftmax(items),
        };
        if (!_loss.NeedsNegatives) return;
        _sampler = new UniformNegatives((Seed)trainer.Seed, items);
        // As the papers draw: SASRec leaves out what the user has had, gSASRec does not.
        if (trainer.Loss is SequenceLoss.Bce) _own = [.. Enumerable.Range(0, catalog.Users.Count).Select(u => Array.ConvertAll(catalog.Histories.Row(u).ToArray(), i => i + 1))];
    }

    internal Learned Learn(Part part)
    {
        var batch = _batches.Of(part);
        var states = batch.Asked(_network.Forward(batch.Items, batch.Times));
        var loss = _loss.Backward(states, batch.Targets, _network.ItemTable, NegativesOf(part, batch), batch.Share);
        return new Learned(loss, batch.Share, batch.Cells, batch.StepTargets);
    }

    Negatives NegativesOf(Part part, SequenceBatch batch)
    {
        if (_sampler is null) return default;
        return _sampler.Draw((long)part.Epoch * _batches.Steps + part.Step, batch.Targets, _trainer.Negatives, own: _own is null ? null : OwnOf(batch), numbers: batch.Numbers);
    }

    OwnItems OwnOf(SequenceBatch batch)
    {
        var length = batch.Items.Size(1);
        return new OwnItems(Array.ConvertAll(batch.Places.ToArray<long>(), p => (int)(p / length)), Array.ConvertAll(batch.Users, u => _own![u]));
    }
}
