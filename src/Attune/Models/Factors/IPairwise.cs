using Attune.Numerics;

namespace Attune;

/// <summary>A model that learns vectors from pairs, an item that a user has against one that the user lacks: what differs between such models.</summary>
interface IPairwise : ITrainer
{
    int Factors { get; }

    int Epochs { get; }

    double LearningRate { get; }

    double Regularization { get; }

    int Seed { get; }

    /// <summary>
    /// Draws the rival of an item for the user vector <paramref name="x"/>, and the length of the step against it as a part of the learning rate; −1 where
    /// there is nothing to learn.
    /// </summary>
    int Rival(ReadOnlySpan<float> x, int item, Candidates candidates, ref RandomStream stream, out float step);

    /// <summary>The loss of a pair, known by the step that it gave.</summary>
    double LossOf(float step);
}
