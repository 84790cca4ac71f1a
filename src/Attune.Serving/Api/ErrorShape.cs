using Microsoft.AspNetCore.Http;

namespace Attune.Serving;

/// <summary>
/// Metadata of a route: how an error is written where it is refused before the route's own code runs (no key, too many requests, a body too large) or fails
/// unexpectedly. A route without it answers with problem details (RFC 9457).
/// </summary>
/// <param name="Write">Writes status and message to a response that has not begun.</param>
sealed record ErrorShape(Func<HttpContext, int, string, Task> Write);
