using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>
/// Stands before every route: lets in who may, sets the largest body, turns what goes wrong into an answer, and measures. A route behind it finds its
/// <see cref="Caller"/> among the features, where there are keys, and may throw <see cref="RequestException"/>.
/// </summary>
sealed partial class Guard(ApiKeys keys, LocalAdmin admin, RateLimits rates, ServerState state, ServingMetrics metrics, IOptions<AttuneOptions> options, TimeProvider time, ILogger<Guard> logger)
{
    readonly long _largestBody = options.Value.Api.LargestBody;

    /// <summary>Puts itself before a route.</summary>
    internal void Protect(EndpointBuilder builder)
    {
        if (builder.RequestDelegate is null) return;
        var route = GuardedRoute.Of(builder);
        builder.RequestDelegate = context => HandleAsync(context, route);
    }

    async Task HandleAsync(HttpContext context, GuardedRoute route)
    {
        var started = time.GetTimestamp();
        try
        {
            if (Refuse(context, route) is { } refusal) await RefuseAsync(context, route, refusal);
            else await route.Next(context);
        }
        catch (Exception e)
        {
            await FailAsync(context, route, e);
        }
        finally
        {
            metrics.Answered(route.Pattern, context.Response.StatusCode, time.GetElapsedTime(started));
        }
    }

    Refusal? Refuse(HttpContext context, GuardedRoute route)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = route.LargestBody ?? _largestBody;
        if (!route.IsEarly && state.NotReady is { } reason) return new Refusal(StatusCodes.Status503ServiceUnavailable, reason, TimeSpan.FromSeconds(2));
        var key = keys.AreOff ? null : ApiKeys.Shown(context.Request, route.IsPage) is { } shown ? keys.Find(shown) : null;
        if (key is not null) context.Features.Set(key.Caller);
        if (!route.IsEarly && rates.Count(context, key?.Caller) is { } wait)
            return new Refusal(StatusCodes.Status429TooManyRequests, string.Create(CultureInfo.InvariantCulture, $"More than {rates.Most} requests in a second; wait before the next."), wait);
        if (route.Needs is not { } scope) return null;
        if (keys.AreOff) return scope == ApiScope.Admin && admin.Refuse(context) is { } why ? new Refusal(StatusCodes.Status403Forbidden, why) : null;
        if (key is null) return new Refusal(StatusCodes.Status401Unauthorized, "The request shows no API key that is known; send one in the header X-API-Key or as Authorization: Bearer.");
        return key.Scopes.Contains(scope) ? null
            : new Refusal(StatusCodes.Status403Forbidden, $"The key \"{key.Caller.Name}\" has no scope {scope.ToString().ToLowerInvariant()}; use one that has it.");
    }

    async Task RefuseAsync(HttpContext context, GuardedRoute route, Refusal refusal)
    {
        LogRefused(context.Request.Method, route.Pattern, refusal.Status);
        var headers = context.Response.Headers;
        if (refusal.RetryAfter is { } wait) headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (refusal.Status == StatusCodes.Status401Unauthorized) headers.WWWAuthenticate = route.IsPage ? "Basic realm=\"Attune: any name, an API key as the password\"" : "Bearer";
        await route.WriteError(context, refusal.Status, refusal.Message);
    }

    async Task FailAsync(HttpContext context, GuardedRoute route, Exception e)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads an answer; the status is for the metrics and for logs (as nginx counts it).
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        var (status, message) = e switch
        {
            RequestException own => (own.Status, own.Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (413, string.Create(CultureInfo.InvariantCulture, $"The body is larger than {route.LargestBody ?? _largestBody} bytes; send it in parts.")),
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            ArgumentException argument => (StatusCodes.Status400BadRequest, WithoutParameter(argument)),
            DataException data => (StatusCodes.Status400BadRequest, data.Message),
            // Its message names files of the server: that is for the log.
            IOException => (StatusCodes.Status503ServiceUnavailable, "The storage cannot do this now; nothing of it was done. Try again later; the server's log says why."),
            _ => (StatusCodes.Status500InternalServerError, "The server failed at this request; its log says why."),
        };
        if (status is StatusCodes.Status500InternalServerError or StatusCodes.Status503ServiceUnavailable) LogFailed(context.Request.Method, route.Pattern, e);
        if (context.Response.HasStarted) context.Abort();
        else
        {
            context.Response.Clear();
            // The server closes the connection over the rest of such a body: a client that is not told would lose its next request.
            if (status == StatusCodes.Status413PayloadTooLarge && HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";
            await route.WriteError(context, status, message);
        }
    }

    // "(Parameter 'x')" names a parameter of our code, which is nothing to a client.
    static string WithoutParameter(ArgumentException e) => e.ParamName is { } name ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;

    [LoggerMessage(Level = LogLevel.Information, Message = "Refused {Method} {Route} with {Status}.")]
    partial void LogRefused(string method, string route, int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed.")]
    partial void LogFailed(string method, string route, Exception e);
}
