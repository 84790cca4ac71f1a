namespace Attune.Neural;

/// <summary>What a sequence model learns to make small: how badly the state of a place foretells the item that comes.</summary>
public enum SequenceLoss
{
    /// <summary>Cross-entropy over the whole catalog: the best lists, at a cost that grows with the catalog.</summary>
    Softmax,

    /// <summary>The item that comes against drawn ones, each a yes or no (binary cross-entropy), as in the paper of SASRec: cheap, overconfident.</summary>
    Bce,

    /// <summary>The same with the yes of the item that comes calibrated for the share of negatives drawn (gBCE; Petrov and Macdonald, RecSys 2023): for large catalogs.</summary>
    Gbce,

    /// <summary>Cross-entropy over the item that comes and drawn ones, corrected for how many are drawn, as HSTU is trained: near to softmax, at a cost that does not grow with the catalog.</summary>
    Sampled,
}
