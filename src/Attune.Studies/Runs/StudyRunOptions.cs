namespace Attune.Studies;

/// <summary>Which cells of a study are run, on what, for how long. Nothing here changes a number.</summary>
public sealed record StudyRunOptions
{
    /// <summary>The folder of the data sets that the study names.</summary>
    public required string Data { get; init; }

    /// <summary>Only cells whose name (<c>data/model/seed</c>) contains this; null (default) = all.</summary>
    public string? Only { get; init; }

    /// <summary>Only data whose users are grouped by this attribute, as age; null (default) = all.</summary>
    public string? Attribute { get; init; }

    /// <summary>Time after which no cell is begun and the running one is dropped; null (default) = that of the study.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>Whether failed cells are run again. Default false.</summary>
    public bool Retry { get; init; }

    /// <summary>Bytes of memory for all trainings at once: a cell that needs more is refused before the first, and workers wait for each other. Null (default) = what the machine has.</summary>
    public long? Memory { get; init; }

    /// <summary>With which meter the energy of each training is measured; a note of its result keeps it. Null (default) = not asked for. The meter is the caller's to dispose.</summary>
    public EnergyOptions? Energy { get; init; }

    /// <summary>More lines for environment.txt, as versions of libraries that models need.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];
}
