namespace Attune.Studies;

/// <summary>A search for good options within a study, of the same number of trials for every model that is to be compared. The first trial is the model as it is given.</summary>
sealed record StudyTuning
{
    /// <summary>Trials, from 1: with one, the model is measured as it is given.</summary>
    public required int Trials { get; init; }

    /// <summary>What is varied, as <c>factors=16..256:log regularization=0.01,0.1</c>; null for what the model itself states.</summary>
    public string? Space { get; init; }

    internal SearchSpace SpaceOf(ITrainer trainer) => Trials == 1 ? new SearchSpace() : Space is { } space ? SearchSpace.Parse(trainer, space) : SearchSpace.Of(trainer);

    internal void Check(StudyModel model, ITrainer trainer)
    {
        if (Trials < 1) throw new ArgumentException($"models {model.Label}: tune.trials is {Trials}; it must be 1 or more.");
        if (model.Start is not null) throw new ArgumentException($"models {model.Label}: a training that starts from another is not tuned; leave start or tune out.");
        if (model.Every != 1) throw new ArgumentException($"models {model.Label}: a trial is measured after each epoch; leave every out.");
        try
        {
            _ = SpaceOf(trainer);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"models {model.Label}: tune.space: {e.Message}", e);
        }
    }
}
