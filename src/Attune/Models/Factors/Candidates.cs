using Attune.Numerics;

namespace Attune;

/// <summary>The items that rivals are drawn from (a block of the catalog or all of it), as one user sees them: positions 0 to Count − 1.</summary>
/// <param name="vectors">Count vectors.</param>
/// <param name="biases">Count biases.</param>
/// <param name="owned">One bit for each position that the user has; or empty, where <paramref name="history"/> tells.</param>
/// <param name="history">The positions that the user has, ascending; not read where there are bits.</param>
/// <param name="held">How many of the positions the user has.</param>
readonly ref struct Candidates(Span<float> vectors, Span<float> biases, ReadOnlySpan<ulong> owned, ReadOnlySpan<int> history, int held)
{
    readonly Span<float> _vectors = vectors, _biases = biases;
    readonly ReadOnlySpan<ulong> _owned = owned;
    readonly ReadOnlySpan<int> _history = history;
    readonly int _held = held, _width = biases.Length == 0 ? 0 : vectors.Length / biases.Length;

    internal int Count => _biases.Length;

    /// <summary>How many positions the user lacks.</summary>
    internal int Free => _biases.Length - _held;

    internal Span<float> Vector(int position) => _vectors.Slice(position * _width, _width);

    internal ref float Bias(int position) => ref _biases[position];

    internal float Score(ReadOnlySpan<float> x, int position) => Vectors.Dot(x, Vector(position)) + _biases[position];

    /// <summary>A position that the user lacks, or −1 where there is none.</summary>
    internal int Draw(ref RandomStream stream)
    {
        if (_held >= _biases.Length) return -1;
        var position = stream.NextInt(_biases.Length);
        while (Has(position)) position = stream.NextInt(_biases.Length);
        return position;
    }

    bool Has(int position) => _owned.IsEmpty ? _history.BinarySearch(position) >= 0 : (_owned[position >> 6] >> position & 1) != 0;
}
