using System.Buffers;
using Attune.Numerics;

namespace Attune.Neural;

/// <summary>What collaborative networks read of a history when they score: which items it holds.</summary>
static class Histories
{
    /// <summary>The items of a query's history, each once: an item is there or not, and a given history may name one more than once.</summary>
    internal static ReadOnlySpan<int> Of(Catalog catalog, Query query)
    {
        var items = catalog.HistoryOf(query).Items;
        return query.History is null ? items : new SortedSet<int>(items.ToArray()).ToArray();
    }

    /// <summary>Writes the mean of the items' vectors, times a square matrix.</summary>
    internal static void Map(ReadOnlySpan<int> items, float[] table, float[] matrix, Span<float> vector)
    {
        var width = vector.Length;
        var room = ArrayPool<float>.Shared.Rent(width);
        var mean = room.AsSpan(0, width);
        mean.Clear();
        foreach (var item in items) Vectors.Axpy(1f / items.Length, table.AsSpan(item * width, width), mean);
        for (var o = 0; o < width; o++) vector[o] = Vectors.Dot(mean, matrix.AsSpan(o * width, width));
        ArrayPool<float>.Shared.Return(room);
    }
}
