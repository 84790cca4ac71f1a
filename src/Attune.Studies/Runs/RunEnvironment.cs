using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;

namespace Attune.Studies;

/// <summary>The machine and the versions on which cells were run, and a word that stands for them.</summary>
sealed record RunEnvironment(string Text)
{
    internal const string FileName = "environment.txt";

    /// <summary>Eight digits that change with any line.</summary>
    internal string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)).AsSpan(0, 4));

    /// <summary>What this process runs on.</summary>
    /// <param name="more">More to tell, as versions of libraries that the models need.</param>
    internal static RunEnvironment Of(IEnumerable<KeyValuePair<string, string>> more) => new(string.Concat(((IEnumerable<KeyValuePair<string, string>>)
    [
        new("attune", typeof(Dataset).Assembly.GetName().Version!.ToString(3)),
        new("runtime", RuntimeInformation.FrameworkDescription),
        new("system", $"{RuntimeInformation.OSDescription} ({RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()})"),
        new("processor", Processor()),
        new("cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        new("memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB")),
        new("vectors", Vector512.IsHardwareAccelerated ? "512 bits" : Vector256.IsHardwareAccelerated ? "256 bits" : "128 bits"),
        .. more,
    ]).Select(line => $"{line.Key}: {line.Value}\n")));

    /// <summary>Adds this environment to the file of those that a study has seen, unless it is there.</summary>
    internal void Keep(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var seen = File.Exists(path) ? File.ReadAllText(path) : "";
        if (!seen.Contains($"[{Hash}]", StringComparison.Ordinal)) File.AppendAllText(path, $"{(seen.Length > 0 ? "\n" : "")}[{Hash}]\n{Text}");
    }

    static string Processor()
    {
        const string cpu = "/proc/cpuinfo", name = "model name";
        var line = File.Exists(cpu) ? File.ReadLines(cpu).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) : null;
        return line is null ? "unknown" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
