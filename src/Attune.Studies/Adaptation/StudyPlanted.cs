namespace Attune.Studies;

/// <summary>Made-up customers who change their ways at a known time: the made-up shop of the tests of drift. Its stretches of 100 days begin on 2020-01-01.</summary>
sealed record StudyPlanted
{
    /// <summary>How many customers, from 10. Default 400.</summary>
    public int Users { get; init; } = 400;
}
