namespace Attune;

/// <summary>Who wants to know which phase of its work a run is in, as a meter of energy does (<see cref="FitContext.Phases"/>). Told by the one thread that leads the work.</summary>
public interface IPhaseObserver
{
    /// <summary>A phase begins; it ends when what is returned is disposed. Phases may lie within each other: then the innermost counts, but within a search everything is the search.</summary>
    /// <param name="phase">Which.</param>
    /// <param name="of">Whose, as the name of a model; null for that of the phase around it.</param>
    IDisposable Enter(WorkPhase phase, string? of = null);

    /// <summary>So many lists of recommendations were made in the phase that is open.</summary>
    void Listed(int lists);
}
