namespace Attune.Tests;

/// <summary>Vectors as they are written down: chunk c has row c of the table, by the number of its user.</summary>
sealed class TableChunks(float[] table, int dimension) : IChunkRepresenter
{
    public string Name => "table";

    public int Dimension => dimension;

    public void Represent(HistoryChunks chunks, ReadOnlySpan<int> which, Span<float> rows, CancellationToken cancellation = default)
    {
        for (var i = 0; i < which.Length; i++) table.AsSpan(chunks.UserOf(which[i]) * dimension, dimension).CopyTo(rows[(i * dimension)..]);
    }

    public double FlopsOf(int events) => 10 * events;

    /// <summary>The first rows are candidates, the rest the reference.</summary>
    internal static (Representation Of, HistoryChunks Candidates) Split(float[] table, int dimension, int candidates, long ceiling = 1 << 20)
    {
        var all = DrawnChunks.Chunks(table.Length / dimension);
        var own = all.Take([.. Enumerable.Range(0, candidates)]);
        return (Representation.Dense(new TableChunks(table, dimension), own, all.Take([.. Enumerable.Range(candidates, all.Count - candidates)]), ceiling), own);
    }
}
