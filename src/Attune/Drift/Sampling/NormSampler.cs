namespace Attune;

/// <summary>The chunks with the longest vectors: GraNd where the vectors are gradients, EL2N where they are errors of prediction (Paul, Ganguli and Dziugaite 2021). Long and popular histories come first; as a baseline. Deterministic; of equal lengths the lower number.</summary>
sealed record NormSampler : ISubsetSampler
{
    public string Name => "norm";

    public int[] Select(SubsetTask task)
    {
        var of = task.Represented(this);
        return Draws.Largest(of.Norms ?? throw new ArgumentException($"{Name} chooses the longest vectors, and {of.Name} are none; represent the chunks by vectors.", nameof(task)), task.Count);
    }
}
