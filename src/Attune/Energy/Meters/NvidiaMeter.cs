using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Attune;

/// <summary>The power that all NVIDIA GPUs draw, asked of nvidia-smi, which comes with the driver. It has no counter of energy to ask for.</summary>
sealed class NvidiaMeter(string program) : IEnergyMeter
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public string Name => "nvidia";

    public EnergyOrigin Origin => EnergyOrigin.Measured;

    public EnergyScope Covers => EnergyScope.Gpus;

    public string Description => "The power of all NVIDIA GPUs by nvidia-smi. Processors, memory and the rest of the machine are not in it; other work on the GPUs is.";

    public TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(100);

    /// <param name="path">Folders to look in, as the variable PATH has them.</param>
    internal static NvidiaMeter Open(string path) => path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { "nvidia-smi", "nvidia-smi.exe" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists) is { } program ? new NvidiaMeter(program)
        : throw new DataException("There is no nvidia-smi in the PATH, so no NVIDIA GPU can be asked; it comes with NVIDIA's driver.");

    public EnergyReading Read(CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo(program, ["--query-gpu=power.draw", "--format=csv,noheader,nounits"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using var asked = Process.Start(start)!;
            var (output, error) = (asked.StandardOutput.ReadToEndAsync(cancellation), asked.StandardError.ReadToEndAsync(cancellation));
            if (!asked.WaitForExit(s_patience))
            {
                asked.Kill(entireProcessTree: true);
                throw Bad(string.Create(CultureInfo.InvariantCulture, $"did not answer within {s_patience.TotalSeconds} s"));
            }
            return asked.ExitCode == 0 ? EnergyReading.Power(Watts(output.GetAwaiter().GetResult()))
                : throw Bad($"failed: {(error.GetAwaiter().GetResult() + output.GetAwaiter().GetResult()).ReplaceLineEndings(" ").Trim()}");
        }
        catch (Exception e) when (e is ExternalException or IOException or InvalidOperationException)
        {
            throw Bad($"cannot be run: {e.Message}");
        }
    }

    public void Dispose()
    {
    }

    /// <summary>One line for each GPU: 71.35, or [N/A] where it does not tell.</summary>
    internal double Watts(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0) throw Bad("names no GPU");
        return lines.Sum(line => double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var watts) && double.IsFinite(watts) && watts >= 0 ? watts : throw Bad($"says '{line}' for the power of a GPU, which does not tell it"));
    }

    DataException Bad(string what) => new($"{program} {what}. See that 'nvidia-smi --query-gpu=power.draw --format=csv' shows watts, or take another meter.");
}
