using System.Diagnostics;

namespace Attune.Cli;

/// <summary>How another process of the tool is started.</summary>
static class ToolProcess
{
    /// <param name="words">Its command line.</param>
    /// <param name="piped">Whether this process writes what the other reads, and reads what it writes and tells.</param>
    internal static ProcessStartInfo Start(IReadOnlyList<string> words, bool piped = false)
    {
        var (program, first) = Program();
        return new ProcessStartInfo(program, [.. first, .. words]) { UseShellExecute = false, RedirectStandardInput = piped, RedirectStandardOutput = piped, RedirectStandardError = piped };
    }

    // As a program of its own, or as an assembly that dotnet runs.
    static (string Program, string[] First) Program()
    {
        var assembly = typeof(ToolProcess).Assembly;
        var own = Path.GetFileNameWithoutExtension(Environment.ProcessPath);
        if (assembly.Location is "" || own == assembly.GetName().Name) return (Environment.ProcessPath!, []);
        return (own == "dotnet" ? Environment.ProcessPath! : "dotnet", [assembly.Location]);
    }
}
