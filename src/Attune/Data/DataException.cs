namespace Attune;

/// <summary>
/// Something is wrong with data from outside. The message is one sentence for a person: what, where (file, line, column), the value, what is
/// allowed and what to do next.
/// </summary>
public sealed class DataException(string message, Exception? inner = null) : Exception(message, inner);
