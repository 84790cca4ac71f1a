using Microsoft.AspNetCore.Http;

namespace Attune.Serving;

/// <summary>A request that cannot be answered, with the status and one sentence that says what to change.</summary>
/// <param name="status">The status, 400 to 499, or 503.</param>
/// <param name="message">What is wrong, where, what is allowed.</param>
sealed class RequestException(int status, string message) : Exception(message)
{
    /// <summary>The status of the answer.</summary>
    internal int Status { get; } = status;

    /// <summary>A request that says something that cannot be meant.</summary>
    internal static RequestException Bad(string message) => new(StatusCodes.Status400BadRequest, message);
}
