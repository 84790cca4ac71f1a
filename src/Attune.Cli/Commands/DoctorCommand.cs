using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attune.Cli;

/// <summary><c>attune doctor</c>: what the tool runs on, and which optional parts are missing.</summary>
static class DoctorCommand
{
    internal static Verb Create() => new Verb("doctor", "What the tool runs on: runtime, processor, memory, vector instructions, optional parts.", "attune doctor", "attune doctor --json").Does(call =>
    {
        var memory = GC.GetGCMemoryInfo();
        var vectors = new { vector128 = Vector128.IsHardwareAccelerated, vector256 = Vector256.IsHardwareAccelerated, vector512 = Vector512.IsHardwareAccelerated };
        var answer = new
        {
            version = Version,
            runtime = RuntimeInformation.FrameworkDescription,
            system = RuntimeInformation.OSDescription,
            architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            cores = Environment.ProcessorCount,
            memoryMb = memory.TotalAvailableMemoryBytes >> 20,
            vectors,
            optional = Optional(),
        };
        var widths = string.Join(", ", new[] { (128, vectors.vector128), (256, vectors.vector256), (512, vectors.vector512) }
            .Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Item1} bits {(v.Item2 ? "yes" : "no")}")));
        call.Answer(answer, new Report($"attune {answer.version}")
        {
            Sections =
            [
                new("") { Tables = [new Table(["", ""], (IReadOnlyList<Cell>[])
                [
                    ["runtime", answer.runtime],
                    ["system", $"{answer.system} ({answer.architecture})"],
                    ["cores", string.Create(CultureInfo.InvariantCulture, $"{answer.cores}")],
                    ["memory", string.Create(CultureInfo.InvariantCulture, $"{answer.memoryMb:N0} MB")],
                    ["vectors", widths],
                ])] },
                new("Optional parts") { Text = [.. answer.optional.Select(part => $"{part.name} ({part.neededFor}): {(part.present ? $"found, {part.found}" : $"missing. {part.get}")}")] },
            ],
        });
    });

    internal static string Version => typeof(DoctorCommand).Assembly.GetName().Version!.ToString(3);

    // Nothing of the chain needs these; each row says what would.
    static OptionalPart[] Optional()
    {
        var browser = Browser();
        return [new("chromium", "the test that looks at HTML reports as pictures", browser is not null, browser, "On Debian or Ubuntu: apt-get install chromium.")];
    }

    static string? Browser() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome", "chrome.exe", "msedge.exe" }.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    sealed record OptionalPart(string name, string neededFor, bool present, string? found, string get);
}
