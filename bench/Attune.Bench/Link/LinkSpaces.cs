using System.Diagnostics;

namespace Attune.Bench;

/// <summary>
/// Two network namespaces that cannot reach each other: each has the addresses of both, its own for the process in it and the other's for a relay, which stands for the process over there. Needs Linux,
/// the ip tool and root.
/// </summary>
sealed class LinkSpaces : IDisposable
{
    /// <summary>Ports that are given out in a namespace, odd ones to who listens, even ones to who connects, as Linux does: so a relay may listen at all odd ones.</summary>
    internal const int FirstPort = 40_000, LastPort = 40_063;

    internal static readonly string[] Addresses = ["10.77.0.1", "10.77.0.2"];

    readonly string[] _names = [$"attune-link-a{Environment.ProcessId}", $"attune-link-b{Environment.ProcessId}"];

    internal LinkSpaces()
    {
        try
        {
            foreach (var name in _names)
            {
                Ip("netns", "add", name);
                Ip("-n", name, "link", "set", "lo", "up");
                foreach (var address in Addresses) Ip("-n", name, "addr", "add", $"{address}/32", "dev", "lo");
                Ip("netns", "exec", name, "sh", "-c", $"echo {FirstPort} {LastPort} > /proc/sys/net/ipv4/ip_local_port_range");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Starts this program's other side in one of the namespaces; what it says can be read, and it ends with this process.</summary>
    internal Process Start(int space, params IReadOnlyList<string> side) =>
        Process.Start(new ProcessStartInfo("ip", ["netns", "exec", _names[space], Environment.ProcessPath!, "link-side", .. side]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;

    public void Dispose()
    {
        foreach (var name in _names)
        {
            using var process = Process.Start(new ProcessStartInfo("ip", ["netns", "del", name]) { RedirectStandardError = true })!;
            process.WaitForExit();
        }
    }

    static void Ip(params IReadOnlyList<string> words)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", words))!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ip {string.Join(' ', words)} is not allowed here; network namespaces need Linux, the ip tool and root.");
    }
}
