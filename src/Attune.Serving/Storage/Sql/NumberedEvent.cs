namespace Attune.Serving;

/// <summary>An event with the number under which it is stored.</summary>
readonly record struct NumberedEvent(long Number, StoredEvent Event);
