namespace Attune;

/// <summary>
/// How a model is made: an immutable options record whose <see cref="Fit"/> gives an immutable fitted model. The kebab-case name of the record
/// (<c>ItemKnn</c> → <c>item-knn</c>) is the model's name everywhere.
/// </summary>
public interface ITrainer
{
    /// <summary>The parts of a query that the fitted model reads. With <see cref="QueryParts.History"/> it can score users unseen in training.</summary>
    QueryParts Reads { get; }

    /// <summary>Whether <see cref="FitContext.StartFrom"/> shortens training; models with a closed form ignore it.</summary>
    bool WarmStarts => false;

    /// <summary>Whether <see cref="FitContext.Setup"/> is read: the model is neural, or has a neural one within.</summary>
    bool ReadsSetup => false;

    /// <summary>
    /// Whether scores are predicted ratings. Then RMSE and MAE are defined, and an unknown user or item is no reason for NaN: the prediction is
    /// what is known without it, down to the mean rating.
    /// </summary>
    bool PredictsRatings => false;

    /// <summary>What whoever trains with these options under a setup should know, a sentence each: that it works but could be had better. Empty where all is well.</summary>
    IEnumerable<string> NotesOn(TrainingSetup setup) => [];

    /// <summary>
    /// About how many bytes fitting takes at its highest beside the data: what the options and the size tell beforehand, to a factor of two. 0 where it is small beside the data, or not
    /// to be told.
    /// </summary>
    long FitBytes(DataSize size) => 0;

    /// <summary>Fits a model; options out of range, and data that the model cannot use, are reported by one exception with all that is wrong.</summary>
    IRecommender Fit(Dataset data, FitContext? context = null);

    /// <summary>Makes the fitted model again from what <see cref="IRecommender.Export"/> gave.</summary>
    IRecommender Restore(Catalog catalog, Weights weights);
}
