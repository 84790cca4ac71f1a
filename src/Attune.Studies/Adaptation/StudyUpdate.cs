using System.Globalization;

namespace Attune.Studies;

/// <summary>How a model of a study is brought up to date at the end of each stretch: what of the new events it learns from, and for how long.</summary>
sealed record StudyUpdate
{
    /// <summary>How chunks are chosen: <c>all</c>, or a sampler (<see cref="SubsetSampler.Forms"/>).</summary>
    public required string Select { get; init; }

    /// <summary>As what chunks are compared, where the sampler compares them: one of <see cref="Adapting.Representations"/>; null where it does not.</summary>
    public string? Represent { get; init; }

    /// <summary>The share of the new chunks that is learned from, above 0 and up to 1. Default 0.2.</summary>
    public double Budget { get; init; } = 0.2;

    /// <summary>Passes over what was chosen. Default 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>A model of this study, with an update on the same data, that this one is held against user by user; null for none.</summary>
    public string? Versus { get; init; }

    internal void Check(string at)
    {
        if (!(Budget > 0 && Budget <= 1)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{at}: budget is {Budget}; it must be above 0 and at most 1, a share of the new chunks."));
        if (Epochs < 1) throw new ArgumentException($"{at}: epochs is {Epochs}; it must be 1 or more.");
        if (Select == Adapting.All)
        {
            if (Represent is not null || Budget != 1) throw new ArgumentException($"{at}: {Adapting.All} takes every chunk: write budget 1 and leave represent out.");
            return;
        }
        _ = Adapting.Sampler(at, Select, Represent);
    }
}
