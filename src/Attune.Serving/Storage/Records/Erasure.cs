namespace Attune.Serving;

/// <summary>A user who was deleted and whom versions of models that are kept may still hold.</summary>
/// <param name="Number">Its number in the space: later deletions have larger ones.</param>
/// <param name="User">The user's id.</param>
/// <param name="Time">When the user was first deleted, if that was more than once since models were last rid of erased users.</param>
public sealed record Erasure(long Number, string User, DateTimeOffset Time);
