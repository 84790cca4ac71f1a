namespace Attune.Serving;

/// <summary>Why a request is not let in.</summary>
/// <param name="Status">The status.</param>
/// <param name="Message">One sentence.</param>
/// <param name="RetryAfter">When to try again; null where that would not help.</param>
readonly record struct Refusal(int Status, string Message, TimeSpan? RetryAfter = null);
