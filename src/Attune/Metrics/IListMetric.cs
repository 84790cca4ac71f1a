namespace Attune;

/// <summary>A metric with one value per user's list; its overall value is the weighted mean over users for whom it is defined.</summary>
public interface IListMetric : IMetric
{
    /// <summary>How many places of the list it reads; <see cref="int.MaxValue"/> for the whole ranking.</summary>
    int Depth { get; }

    /// <summary>The value for one user, NaN where it is undefined (counted and reported, never taken as zero).</summary>
    double Measure(in RankedUser user);

    /// <summary>How much a user counts in the overall value, above 0; 1 (the default) for a plain mean. Read only where the value is defined.</summary>
    double Weight(in RankedUser user) => 1;
}
