using System.ComponentModel;
using System.Diagnostics;

namespace Attune.Neural;

/// <summary>
/// Builds the shim over the libtorch of this machine from the source that travels in this assembly, into the user's cache. Needs cmake and a C++ compiler.
/// </summary>
static class ShimBuild
{
    /// <summary>The variable that names another libtorch than the system's: the folder with lib, include and share.</summary>
    internal const string Variable = "LIBTORCH";

    const string Resources = "attune_torch/";

    /// <summary>Builds it and returns the file; one build takes about a minute.</summary>
    /// <exception cref="TorchNotAvailableException">cmake, a compiler or libtorch is missing, or the compiler refused; the message says what to do.</exception>
    internal static string Run(CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(Shim.Cache);
        var work = Directory.CreateTempSubdirectory("attune-torch-").FullName;
        try
        {
            var (source, made) = (Directory.CreateDirectory(Path.Combine(work, "source")).FullName, Path.Combine(work, "build"));
            Extract(source);
            List<string> configure = [.. HasNinja ? ["-G", "Ninja"] : Array.Empty<string>(), "-S", source, "-B", made, "-DCMAKE_BUILD_TYPE=Release"];
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder) configure.Add($"-DCMAKE_PREFIX_PATH={Checked(folder)}");
            Cmake(configure, cancellation);
            Cmake(["--build", made], cancellation);
            var home = Directory.CreateDirectory(Path.Combine(Shim.Cache, File.ReadAllText(Path.Combine(made, "libtorch-version.txt")).Trim())).FullName;
            // Whole under its name or not there at all, also where another process has the old one loaded.
            var (target, next) = (Path.Combine(home, Shim.FileName), Path.Combine(home, $"{Shim.FileName}.{Environment.ProcessId}"));
            File.Copy(Path.Combine(made, Shim.FileName), next, overwrite: true);
            File.Move(next, target, overwrite: true);
            return target;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    // Without -G cmake wants make, which a machine with ninja need not have.
    static bool HasNinja => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, "ninja")));

    static void Extract(string folder)
    {
        var assembly = typeof(ShimBuild).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Resources, StringComparison.Ordinal)))
        {
            using var from = assembly.GetManifestResourceStream(name)!;
            using var to = File.Create(Path.Combine(folder, name[Resources.Length..]));
            from.CopyTo(to);
        }
    }

    static string Checked(string folder) => Directory.Exists(Path.Combine(folder, "lib")) && Directory.Exists(Path.Combine(folder, "include"))
        ? Path.GetFullPath(folder)
        : throw new TorchNotAvailableException($"{Variable} names {folder}, which has no folders lib and include. Name the folder of an unpacked libtorch, or of Python's torch package, or unset {Variable}.");

    static void Cmake(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var process = Start(arguments);
        using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0) throw Failed(output);
    }

    static Process Start(IReadOnlyList<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("cmake", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception e)
        {
            throw new TorchNotAvailableException("The shim over libtorch is built with cmake, which is not on the PATH. Install it (Debian: apt-get install cmake g++) and try again.", e);
        }
    }

    static TorchNotAvailableException Failed(string output)
    {
        if (output.Contains("unable to find a build program", StringComparison.Ordinal))
            return new("The shim over libtorch needs make or ninja beside cmake, and neither was found. Install one (Debian: apt-get install ninja-build) and try again.");
        if (output.Contains("CMAKE_CXX_COMPILER could be found", StringComparison.Ordinal) || output.Contains("CMAKE_C_COMPILER could be found", StringComparison.Ordinal))
            return new("The shim over libtorch needs a C++ compiler, and none was found. Install one (Debian: apt-get install g++) and try again.");
        if (output.Contains("\"Torch\"", StringComparison.Ordinal) || output.Contains("TorchConfig.cmake", StringComparison.Ordinal))
            return new($"libtorch was not found: install it (Debian: apt-get install libtorch-dev libgloo-dev libopenblas0-pthread), or unpack libtorch and set {Variable} to its folder, or set {Variable} to the folder of Python's torch package; then try again.");
        var log = Path.Combine(Shim.Cache, "build.log");
        File.WriteAllText(log, output);
        var first = output.Split('\n').FirstOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase))?.Trim() ?? "it gave no reason";
        return new($"The shim over libtorch could not be built ({first}); {log} has everything that cmake said.");
    }
}
