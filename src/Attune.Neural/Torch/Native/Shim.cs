using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>
/// Finds and loads the shim, and libtorch with it: the file that the variable ATTUNE_TORCH names, else beside the program, else what <c>./build</c> made in the
/// source tree around it, else what <c>attune doctor --build-torch</c> made in the user's cache.
/// </summary>
static class Shim
{
    internal const string Variable = "ATTUNE_TORCH";

    static readonly Lock s_gate = new();
    static nint s_handle;
    static TorchNotAvailableException? s_failure;

    internal static string FileName => OperatingSystem.IsWindows() ? "attune_torch.dll" : OperatingSystem.IsMacOS() ? "libattune_torch.dylib" : "libattune_torch.so";

    /// <summary>Where shims of this user lie, one folder for each version of libtorch.</summary>
    internal static string Cache => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } home
        ? home : Path.GetTempPath(), "attune", "torch");

    /// <summary>The file that was loaded, or null.</summary>
    internal static string? Loaded { get; private set; }

    /// <summary>Loads shim and libtorch once; every later call gives the same answer.</summary>
    /// <exception cref="TorchNotAvailableException">Neither can be had; the message says what to do.</exception>
    internal static void Load()
    {
        lock (s_gate)
        {
            if (s_failure is { } failure) throw new TorchNotAvailableException(failure.Message, failure.InnerException);
            if (s_handle != 0) return;
            try
            {
                (s_handle, Loaded) = Open();
            }
            catch (TorchNotAvailableException e)
            {
                s_failure = e;
                throw;
            }
        }
    }

    // Some functions are looked up when a method that calls them is compiled, before anything of it runs: who finds them must be known from the beginning.
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Registering loads nothing.")]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(Shim).Assembly, Resolve);

    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Native.Name) return 0;
        Load();
        return s_handle;
    }

    static (nint, string) Open()
    {
        var candidates = Candidates().ToList();
        foreach (var file in candidates.Where(File.Exists))
        {
            try
            {
                return (Whole(NativeLibrary.Load(file), file), file);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                throw new TorchNotAvailableException($"Neural models need libtorch, and {file} could not be loaded ({e.Message.ReplaceLineEndings(" ").Trim()}). "
                    + "Was libtorch moved or replaced? Build the shim anew with `attune doctor --build-torch`.", e);
            }
        }
        throw new TorchNotAvailableException("Neural models need libtorch, which is not set up on this machine: install it (Debian: apt-get install libtorch-dev libgloo-dev libopenblas0-pthread cmake g++; "
            + "elsewhere unpack libtorch and set LIBTORCH to its folder), then run `attune doctor --build-torch`.");
    }

    // A shim that was built by an earlier version lacks what this one calls.
    static nint Whole(nint handle, string file)
    {
        var lacks = typeof(Native).GetMethods(BindingFlags.Static | BindingFlags.NonPublic).Select(m => m.GetCustomAttribute<LibraryImportAttribute>()?.EntryPoint)
            .FirstOrDefault(entry => entry is not null && !NativeLibrary.TryGetExport(handle, entry, out _));
        return lacks is null ? handle : throw new TorchNotAvailableException($"{file} was built by another version of Attune (it lacks {lacks}). Build it anew with `attune doctor --build-torch`, or in the source tree with `./build torch`.");
    }

    static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            yield return File.Exists(named) ? named : throw new TorchNotAvailableException($"{Variable} names {named}, where there is no file. Name the shim ({FileName}), or unset {Variable}.");
            yield break;
        }
        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "native", "attune_torch", "CMakeLists.txt")))
            {
                yield return Path.Combine(folder.FullName, "artifacts", "torch", FileName);
                break;
            }
        if (!Directory.Exists(Cache)) yield break;
        foreach (var version in Directory.GetDirectories(Cache).OrderByDescending(Directory.GetLastWriteTimeUtc)) yield return Path.Combine(version, FileName);
    }
}
