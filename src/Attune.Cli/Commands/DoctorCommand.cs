using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attune.Neural;

namespace Attune.Cli;

/// <summary><c>attune doctor</c>: what the tool runs on, which optional parts are missing, and with what energy can be measured.</summary>
static class DoctorCommand
{
    static readonly Option<bool> s_build = new("--build-torch") { Description = "Build the shim over the libtorch of this machine, which neural models need, into the user's cache; LIBTORCH names another libtorch's folder." };

    internal static Verb Create() => new Verb("doctor", "What the tool runs on: runtime, processor, memory, vector instructions, optional parts, energy meters.", "attune doctor", "attune doctor --json", "attune doctor --build-torch") { s_build }.Does(call =>
    {
        if (call.Value(s_build)) Build(call);
        var (torch, meters) = (TorchPart.Find(), EnergyMeter.Find());
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
            torch,
            optional = Optional(torch),
            energyMeters = meters.Select(m => new { name = m.Name, present = m.IsPresent, words = m.Words }),
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
                new("Energy meters") { Text = [.. meters.Select(m => $"{m.Name}: {(m.IsPresent ? "there. " : "")}{m.Words}")] },
            ],
        });
    });

    internal static string Version => typeof(DoctorCommand).Assembly.GetName().Version!.ToString(3);

    // Nothing of the chain needs these; each row says what would.
    static OptionalPart[] Optional(TorchPart? torch)
    {
        var browser = Browser();
        return [new("libtorch", "neural models", torch is not null, torch?.ToString(), Torch.Missing ?? "attune doctor --build-torch builds the shim over the libtorch of this machine."),
            new("chromium", "the test that looks at HTML reports as pictures", browser is not null, browser, "On Debian or Ubuntu: apt-get install chromium.")];
    }

    static void Build(Call call)
    {
        call.Say("Building the shim over libtorch, which takes about a minute …");
        var file = ShimBuild.Run(call.Cancellation);
        call.Say($"{file} was built.");
        if (Torch.IsAvailable && Shim.Loaded != file) call.Note($"{Shim.Loaded} comes before it and is the one in use.");
    }

    static string? Browser() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome", "chrome.exe", "msedge.exe" }.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>The libtorch of this process; the vector level and the threads are what its operations use.</summary>
    sealed record TorchPart(string version, string shim, string vectors, int threads, int cudaDevices)
    {
        internal static TorchPart? Find() => Torch.IsAvailable ? new(Torch.Version, Shim.Loaded!, Torch.VectorLevel, Torch.Threads, Torch.CudaDevices) : null;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"version {version}, vectors {vectors}, {threads} threads, {cudaDevices} CUDA devices, shim {shim}");
    }

    sealed record OptionalPart(string name, string neededFor, bool present, string? found, string get);
}
