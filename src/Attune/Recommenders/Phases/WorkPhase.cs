namespace Attune;

/// <summary>What a run is busy with, for whoever counts what each part of it costs.</summary>
public enum WorkPhase
{
    /// <summary>Reading and parting data, opening models.</summary>
    Load,

    /// <summary>Choosing options: all trials of a search, with their measurements on validation data.</summary>
    Search,

    /// <summary>Training, with the measurements on validation data that it makes itself.</summary>
    Fit,

    /// <summary>Ranking or rating for test users, and measuring what came out.</summary>
    Predict,

    /// <summary>Learning how the members of an ensemble are put together.</summary>
    Combine,

    /// <summary>What belongs to no other phase: intervals, tests between models, reports.</summary>
    Rest,
}
