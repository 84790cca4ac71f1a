namespace Attune.Neural;

/// <summary>A model that was brought up to date, and what that took. Immutable.</summary>
/// <param name="Model">The model. Its users are the chunks that it learned from; <see cref="Recommender"/> asks it with histories.</param>
/// <param name="Chosen">The numbers of these chunks, ascending.</param>
/// <param name="Report">What the chosen are like; null where every chunk was taken.</param>
public sealed record UpdatedModel(IRecommender Model, IReadOnlyList<int> Chosen, SubsetReport? Report)
{
    /// <summary>Processor seconds for each thread of choosing, vectors included.</summary>
    public double SelectSeconds { get; init; }

    /// <summary>The same of learning.</summary>
    public double TrainSeconds { get; init; }

    /// <summary>Steps of the optimizer.</summary>
    public int Steps { get; init; }

    /// <summary>Floating-point operations of learning, by the formulas of the network: three forward passes for each chunk and pass over it.</summary>
    public double TrainFlops { get; init; }

    /// <summary>The same weights with the users of some data, whose histories are then what the model knows of them: for lists of known users.</summary>
    /// <param name="data">Data with the items that the model knows, in the same order: that of the chunks that it learned from.</param>
    /// <exception cref="ArgumentException">The items are others.</exception>
    public IRecommender Knowing(Dataset data) => Knowing(data, Model.Trainer);

    /// <summary>The same under other options of the same shape, as those of the training that the model began with.</summary>
    internal IRecommender Knowing(Dataset data, ITrainer trainer)
    {
        if (!data.Items.Ids.SequenceEqual(Model.Catalog.Items.Ids)) throw new ArgumentException($"The model knows {Model.Catalog.Items.Count} items and {data.Name} has {data.Items.Count}, or in another order; take the data whose chunks it learned from.", nameof(data));
        var weights = new Weights();
        Model.Export(weights);
        return trainer.Restore(Catalog.OfSequences(data), weights);
    }
}
