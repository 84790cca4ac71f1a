using Attune.Numerics;

namespace Attune.Studies;

/// <summary>All combinations of a few levels of each dimension, in an order shuffled by the seed: a grid that is cut short is then a fair sample of itself.</summary>
sealed class Grid : IStrategy
{
    internal const int Largest = 100_000;
    readonly string[][] _points;

    internal Grid(SearchSpace space, int levels, Seed seed)
    {
        var axes = space.Dimensions.Select(d => d.Levels(levels)).ToArray();
        var count = axes.Aggregate(1.0, (product, a) => product * a.Count);
        if (count > Largest) throw new ArgumentException(FormattableString.Invariant($"A grid of {levels} levels has {count:N0} points here, more than {Largest:N0}; take fewer levels or options, or the method tpe."));
        _points = [.. All(axes)];
        seed.Stream().Shuffle(_points.AsSpan());
    }

    /// <summary>How many points there are.</summary>
    internal int Count => _points.Length;

    public string[]? Next(IReadOnlyList<Observation> past) => _points.FirstOrDefault(p => !Observation.Has(past, p));

    /// <summary>All combinations, the last axis fastest.</summary>
    internal static IEnumerable<string[]> All(IReadOnlyList<IReadOnlyList<string>> axes) =>
        axes.Aggregate<IReadOnlyList<string>, IEnumerable<string[]>>([[]], (points, axis) => points.SelectMany(p => axis.Select(value => (string[])[.. p, value])));
}
