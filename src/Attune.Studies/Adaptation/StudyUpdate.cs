using Attune.Neural;

namespace Attune.Studies;

/// <summary>How a model of a study is brought up to date at the end of each stretch: what of the new events it learns from, and for how long.</summary>
sealed record StudyUpdate
{
    /// <summary>How chunks are chosen: <see cref="SubsetUpdate.All"/>, or a sampler (<see cref="SubsetSampler.Forms"/>).</summary>
    public required string Select { get; init; }

    /// <summary>As what chunks are compared, where the sampler compares them: one of <see cref="SubsetUpdate.Representations"/>; null where it does not.</summary>
    public string? Represent { get; init; }

    /// <summary>The share of the new chunks that is learned from, above 0 and up to 1. Default 0.2.</summary>
    public double Budget { get; init; } = 0.2;

    /// <summary>Passes over what was chosen. Default 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>A model of this study, with an update on the same data, that this one is held against user by user; null for none.</summary>
    public string? Versus { get; init; }

    internal SubsetUpdate Of(int seed) => new() { Select = Select, Represent = Represent, Budget = Budget, Epochs = Epochs, Seed = seed };

    internal void Check(string at)
    {
        try
        {
            Of(0).Validate();
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{at}: {e.Message}", e);
        }
    }
}
