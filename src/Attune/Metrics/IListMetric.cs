namespace Attune;

/// <summary>A metric with one value per user's list; its overall value is the mean over users for whom it is defined.</summary>
public interface IListMetric : IMetric
{
    /// <summary>How many places of the list it reads; <see cref="int.MaxValue"/> for the whole ranking.</summary>
    int Depth { get; }

    /// <summary>The value for one user, NaN where it is undefined (counted and reported, never taken as zero).</summary>
    double Measure(in RankedUser user);
}
