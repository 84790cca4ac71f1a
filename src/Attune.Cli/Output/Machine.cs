using System.Diagnostics;

namespace Attune.Cli;

/// <summary>What a run cost the machine.</summary>
static class Machine
{
    /// <summary>The most memory that the process has held, in megabytes.</summary>
    internal static double PeakMemoryMb
    {
        get
        {
            using var self = Process.GetCurrentProcess();
            return Math.Round(self.PeakWorkingSet64 / 1048576.0, 1);
        }
    }
}
