namespace Attune;

/// <summary>A metric of all lists together: how the catalog is used. It has one value and no per-user values, so no bootstrap interval.</summary>
public interface ICatalogMetric : IMetric
{
    /// <summary>How many places of each list it reads.</summary>
    int Depth { get; }

    /// <summary>
    /// The value: <paramref name="shown"/>[i] is how many lists contain item i within <see cref="Depth"/> places, over the whole catalog;
    /// <paramref name="lengths"/>[n] is how many lists have n of these places filled, from 0 (an empty list) on.
    /// </summary>
    double Measure(ReadOnlySpan<int> shown, ReadOnlySpan<int> lengths);
}
