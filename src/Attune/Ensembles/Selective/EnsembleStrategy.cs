namespace Attune;

/// <summary>Who is in an ensemble, and with which weight. All but Average learn it on a part of the training data that the members, fitted on the rest, have not seen.</summary>
public enum EnsembleStrategy
{
    /// <summary>All members, with equal weights; nothing is learned.</summary>
    Average,

    /// <summary>All members; of ratings w ∝ 1 / RMSE^power, of lists w ∝ NDCG@10^power.</summary>
    Weighted,

    /// <summary>Of ratings alone: the weights of 0 or more with sum 1 that make the least squared error (non-negative least squares on the simplex); whose weight is 0 is left out.</summary>
    Simplex,

    /// <summary>Of ratings alone: ridge regression on what members say of folds that they were not fitted on, its strength by cross-validation over these folds. Of lists take stacking.</summary>
    Stacked,

    /// <summary>The topK best members, with equal weights.</summary>
    Top,

    /// <summary>Members added one after another, again where that helps most, each time the one with which the mean is best; whoever was never added is left out (Caruana et al. 2004).</summary>
    Greedy,
}
