using System.Buffers;
using Attune.Numerics;

namespace Attune;

/// <summary>Collects the neighbours of one prediction and averages over the most similar of them; room for all predictions of one query.</summary>
struct Neighborhood(RatingKnn options, int most)
{
    readonly int[] _indices = ArrayPool<int>.Shared.Rent(most), _best = ArrayPool<int>.Shared.Rent(Math.Min(options.Neighbors, most));
    readonly float[] _similarities = ArrayPool<float>.Shared.Rent(most), _values = ArrayPool<float>.Shared.Rent(most);
    int _count;

    /// <summary>A neighbour of positive similarity; indices ascend.</summary>
    internal void Add(int index, float similarity, float value) => (_indices[_count], _similarities[_count], _values[_count++]) = (index, similarity, value);

    /// <summary>Σ similarity · value / Σ similarity over the most similar, ties by ascending index; null for too few. Forgets them.</summary>
    internal float? Average()
    {
        var count = _count;
        _count = 0;
        if (count < options.MinNeighbors) return null;
        var (sum, weight) = (0f, 0f);
        if (count <= options.Neighbors)
            for (var n = 0; n < count; n++) (sum, weight) = (sum + _similarities[n] * _values[n], weight + _similarities[n]);
        else
        {
            var best = _best.AsSpan(0, options.Neighbors);
            TopK.Select(_similarities.AsSpan(0, count), _indices, best);
            foreach (var n in best) (sum, weight) = (sum + _similarities[n] * _values[n], weight + _similarities[n]);
        }
        return sum / weight;
    }

    /// <summary>Gives the room back.</summary>
    internal readonly void Return()
    {
        ArrayPool<int>.Shared.Return(_indices);
        ArrayPool<int>.Shared.Return(_best);
        ArrayPool<float>.Shared.Return(_similarities);
        ArrayPool<float>.Shared.Return(_values);
    }
}
