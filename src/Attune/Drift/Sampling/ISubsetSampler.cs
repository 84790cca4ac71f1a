namespace Attune;

/// <summary>Chooses which of the new chunks are worth learning from. A value whose name round-trips (<see cref="SubsetSampler.Parse"/>); implement it as a record.</summary>
public interface ISubsetSampler
{
    /// <summary>The name as written in commands and results, as in <c>diverse:0.05</c>; without white space.</summary>
    string Name { get; }

    /// <summary>Whether it looks at how similar chunks are, so that the task needs a representation. Default true.</summary>
    bool NeedsRepresentation => true;

    /// <summary>Numbers of the chosen chunks, each once, in the order in which they were chosen: exactly as many as the task asks for, the same for the same seed and any number of threads.</summary>
    /// <exception cref="ArgumentException">The task does not fit: it has no representation or one of another number of candidates, or this sampler needs vectors, or times.</exception>
    int[] Select(SubsetTask task);
}
