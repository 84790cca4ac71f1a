namespace Attune.Neural;

/// <summary>What a model learns in each step of <see cref="CollaborativeFit"/>.</summary>
interface ILearner
{
    /// <summary>Steps of an epoch; 0 where there is nothing to learn from.</summary>
    int Steps { get; }

    /// <summary>The targets of an epoch.</summary>
    long Targets { get; }

    /// <summary>Names the data and how it is dealt: unequal where a checkpoint of one must not go on with the other.</summary>
    string Data { get; }

    /// <summary>The targets of a step, over all parts of its batch.</summary>
    long TargetsOf(Part part);

    /// <summary>Runs a part forward and backward (<see cref="TrainingLoop.Learn"/>).</summary>
    Learned Learn(Part part);
}
