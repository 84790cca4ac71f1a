namespace Attune.Studies;

/// <summary>The time of some data, cut: a first stretch that every model is trained on, then updates, each followed by the stretch that it is measured on.</summary>
sealed record StudyPeriods
{
    /// <summary>The end of the first stretch and of each following one, ascending, as dates: 2011-06-01.</summary>
    public required IReadOnlyList<string> At { get; init; }
}
