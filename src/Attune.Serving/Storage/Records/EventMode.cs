namespace Attune.Serving;

/// <summary>What a new event does to earlier ones of the same type, user and item.</summary>
public enum EventMode
{
    /// <summary>It comes after them: as feedback their values add up.</summary>
    Accumulate,

    /// <summary>It takes their place.</summary>
    Overwrite,
}
