using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>
/// The routes of Gorse's REST contract, so that its clients need no change. What is complete and what differs stands in docs/gorse.md. They stand behind the
/// <see cref="Guard"/>, which checks keys and limits and turns a <see cref="RequestException"/> into Gorse's shape of an error.
/// </summary>
static class GorseRoutes
{
    static readonly ErrorShape Errors = new(GorseAnswer.TextAsync);

    /// <summary>Maps everything below /api.</summary>
    internal static void Map(IEndpointRouteBuilder api)
    {
        GorseUsers.Map(api);
        GorseItems.Map(api);
        GorseFeedback.Map(api);
        GorseLists.Map(api);
        GorseHealth.Map(api);
        GorseBulk.Map(api);
        GorseDump.Map(api);
        GorseDashboard.Map(api);
    }

    /// <summary>Maps one route. A slash at its end makes no difference.</summary>
    /// <param name="api">The routes below /api.</param>
    /// <param name="method">The method.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="scope">What the caller's key needs; null for none.</param>
    /// <param name="answer">The route's code.</param>
    /// <param name="metadata">What else the guard must know.</param>
    internal static void Map(IEndpointRouteBuilder api, string method, string pattern, ApiScope? scope, Func<GorseCall, Task> answer, params object[] metadata)
    {
        var route = api.MapMethods(pattern, [method], http =>
        {
            GorseAnswer.Number(http, http.TraceIdentifier);
            // Said before anything else, because Kestrel would end the connection even after an answer of a route that reads no body.
            if (http.Request.ContentLength > (http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? long.MaxValue)) throw GorseCall.TooLarge(new GorseCall(http).Api.LargestBody);
            return answer(new GorseCall(http));
        });
        route.WithMetadata([Errors, .. metadata]);
        if (scope is { } needed) route.WithMetadata(new RequiresScope(needed));
    }
}
