using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Attune.Cli;

/// <summary>More processes of the tool on this machine, which train with this one and end with it: whatever ends it closes their connection too.</summary>
sealed class Replicas : IDisposable
{
    readonly List<Process> _processes = [];

    /// <summary>Starts ranks 1 to world − 1 with the words of this command.</summary>
    internal Replicas(IReadOnlyList<string> words, TrainingPeers peers, int threads)
    {
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        for (var rank = 1; rank < peers.World; rank++)
            _processes.Add(Process.Start(ToolProcess.Start([.. words, "--quiet", "--threads", Text(threads), "--nodes", $"{peers.Host}:{Text(peers.Port)}",
                "--rank", Text(rank), "--world", Text(peers.World), "--address", peers.Address!]))!);
    }

    /// <summary>A port that nobody listens at.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>They had a moment to end by themselves; who is still there is ended.</summary>
    public void Dispose()
    {
        foreach (var process in _processes)
        {
            if (!process.WaitForExit(TimeSpan.FromSeconds(5))) process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }
}
