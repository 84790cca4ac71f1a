namespace Attune;

/// <summary>Gives each chunk of a history a vector, so that chunks can be compared as a model sees them. May be asked by one thread at a time.</summary>
public interface IChunkRepresenter
{
    /// <summary>What the vectors are, as <c>hidden</c> or <c>gradient</c>.</summary>
    string Name { get; }

    /// <summary>The length of a vector.</summary>
    int Dimension { get; }

    /// <summary>The vectors of some chunks.</summary>
    /// <param name="chunks">Where they are from. Items that a model does not know are read as if they were not there.</param>
    /// <param name="which">Numbers of chunks.</param>
    /// <param name="rows">Gets <paramref name="which"/>.Length × <see cref="Dimension"/> numbers; a chunk that has no vector gets zeros.</param>
    /// <param name="cancellation">Ends it early.</param>
    void Represent(HistoryChunks chunks, ReadOnlySpan<int> which, Span<float> rows, CancellationToken cancellation = default);

    /// <summary>Floating-point operations that the vector of one chunk takes, by the formula of the cost ledger.</summary>
    /// <param name="events">Events of the chunk.</param>
    double FlopsOf(int events);
}
