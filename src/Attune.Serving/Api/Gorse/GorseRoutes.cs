using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>
/// The routes of Gorse's REST contract, so that its clients need no change. What is complete and what differs stands in docs/gorse.md.
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
    }

    /// <summary>Maps one route. A trailing slash makes no difference.</summary>
    internal static void Map(IEndpointRouteBuilder api, string method, string pattern, ApiScope? scope, Func<GorseCall, Task> answer)
    {
        var route = api.MapMethods(pattern, [method], http => AnswerAsync(http, answer)).WithMetadata(Errors);
        if (scope is { } needed) route.WithMetadata(new RequiresScope(needed));
    }

    static async Task AnswerAsync(HttpContext http, Func<GorseCall, Task> answer)
    {
        http.Response.Headers["X-Request-ID"] = http.TraceIdentifier;
        try
        {
            await answer(new GorseCall(http)).ConfigureAwait(false);
        }
        catch (Exception e) when (http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            // Half an answer must not look like a whole one.
            http.Abort();
            if (e is not GorseException) throw;
        }
        catch (GorseException e)
        {
            await GorseAnswer.TextAsync(http, e.Status, e.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await GorseAnswer.TextAsync(http, e.StatusCode, e.Message).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            await GorseAnswer.TextAsync(http, StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
    }
}
