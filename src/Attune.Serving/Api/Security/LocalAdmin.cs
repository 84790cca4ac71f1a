using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace Attune.Serving;

/// <summary>
/// Who may administer a server without keys: somebody on the same machine, and only where the server listens to this machine alone. What came through a
/// proxy, or from a page of another site in a browser, is nobody on this machine.
/// </summary>
sealed class LocalAdmin(IServer? server)
{
    internal const string HowTo = "give the server an API key with the scope admin (section Attune:Api:Keys)";

    bool? _isBoundToLoopback;

    /// <summary>Why not; null where it is allowed.</summary>
    internal string? Refuse(HttpContext context)
    {
        if (!(_isBoundToLoopback ??= IsBoundToLoopback()))
            return $"Without API keys the routes for administration are closed, because the server listens to more than this machine; {HowTo}.";
        var headers = context.Request.Headers;
        var isLocal = context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && IsLoopback(context.Request.Host.Host);
        var isForwarded = headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded") || headers.ContainsKey("Via");
        var isForeign = headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"];
        return isLocal && !isForwarded && !isForeign ? null
            : $"Without API keys the routes for administration answer to requests from this machine alone, straight and not from another site's page; {HowTo}.";
    }

    static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // A server that does not say where it listens might listen anywhere.
    bool IsBoundToLoopback() => server?.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } all
        && all.All(a => Uri.TryCreate(a.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri) && IsLoopback(uri.Host));
}
