using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>What the guard must know of a route, read once from its metadata.</summary>
/// <param name="Pattern">The route's pattern, for the metrics.</param>
/// <param name="Needs">The scope that it asks for; null for none.</param>
/// <param name="Next">The route's own code.</param>
/// <param name="WriteError">How its errors look.</param>
/// <param name="LargestBody">The largest body in bytes; null for that of the options.</param>
/// <param name="IsPage">Whether browsers show it: they may ask for the key themselves.</param>
/// <param name="IsEarly">Whether it answers before the server has started, as health does.</param>
sealed record GuardedRoute(string Pattern, ApiScope? Needs, RequestDelegate Next, Func<HttpContext, int, string, Task> WriteError, long? LargestBody, bool IsPage, bool IsEarly)
{
    internal static GuardedRoute Of(EndpointBuilder builder) => new(
        (builder as RouteEndpointBuilder)?.RoutePattern.RawText ?? "", Last<RequiresScope>(builder)?.Scope, builder.RequestDelegate!,
        Last<ErrorShape>(builder)?.Write ?? Problems.WriteAsync, Last<BodyLimit>(builder)?.Bytes, Last<IsPage>(builder) is not null, Last<IsEarly>(builder) is not null);

    static T? Last<T>(EndpointBuilder builder) where T : class => builder.Metadata.OfType<T>().LastOrDefault();
}

/// <summary>Metadata of a route whose bodies may be larger than others.</summary>
/// <param name="Bytes">The largest body in bytes.</param>
sealed record BodyLimit(long Bytes);

/// <summary>Metadata of a route that browsers show.</summary>
sealed record IsPage;

/// <summary>Metadata of a route that answers before the server has started.</summary>
sealed record IsEarly;
