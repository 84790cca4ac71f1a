using System.Net;
using Microsoft.AspNetCore.Http;

namespace Attune.Cli;

/// <summary>Where a server listens. A name other than localhost is refused: the web server would listen on every address of the machine.</summary>
static class ListenAddresses
{
    internal static IReadOnlyList<string> Read(string option, string text)
    {
        string[] urls = [.. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        if (urls.Length == 0) throw new UsageException($"{option} is empty; write an address as http://127.0.0.1:8080.");
        foreach (var url in urls) Check(option, url);
        return urls;
    }

    /// <summary>Whether all of them are reached from this machine alone.</summary>
    internal static bool AreLocal(IEnumerable<string> urls) => urls.All(u => Parse(u) is { } a && (a.IsUnixPipe || a.Host == "localhost" || (IPAddress.TryParse(a.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))));

    static void Check(string option, string url)
    {
        if (Parse(url) is not { } address || address.Scheme.ToLowerInvariant() is not ("http" or "https") || address.PathBase.Length > 0 || address.Port is < 0 or > 65535)
            throw new UsageException($"{option}: '{url}' is not an address to listen on; write it as http://127.0.0.1:8080, without a path.");
        if (!address.IsUnixPipe && address.Host is not ("localhost" or "*" or "+") && !IPAddress.TryParse(address.Host.Trim('[', ']'), out _))
            throw new UsageException($"{option}: '{address.Host}' is a name, and the server would listen on every address of the machine; write an IP address, localhost, or * if every address is meant.");
    }

    static BindingAddress? Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
