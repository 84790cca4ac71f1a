using System.Diagnostics;
using System.Globalization;

namespace Attune.Serving;

/// <summary>A folder for one piece of work, readable by this user alone; its name is made by the system, never from input. Gone when the work is done.</summary>
sealed class WorkFolder : IDisposable
{
    const string Prefix = "attune-model-";

    // A process of that number may run on another machine or in another container that shares the folder: what is young is left alone.
    static readonly TimeSpan Old = TimeSpan.FromHours(1);

    /// <summary>The folder.</summary>
    internal string Path { get; } = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-")).FullName;

    /// <summary>A place inside.</summary>
    internal string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Delete(new DirectoryInfo(Path));

    /// <summary>Deletes what processes have left that were killed at such work; called before there is any in this one.</summary>
    internal static void Sweep(TimeProvider time)
    {
        foreach (var left in new DirectoryInfo(System.IO.Path.GetTempPath()).EnumerateFileSystemInfos(Prefix + "*"))
            if (left.Name[Prefix.Length..].Split('-') is [var number, _] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && time.GetUtcNow() - left.LastWriteTimeUtc > Old && !IsRunning(process)) Delete(left);
    }

    // The number of this process belonged to an earlier one, as the first process of a container does.
    static bool IsRunning(int process)
    {
        if (process == Environment.ProcessId) return false;
        try
        {
            using var running = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    static void Delete(FileSystemInfo left)
    {
        try
        {
            if (left is DirectoryInfo { LinkTarget: null } folder) folder.Delete(recursive: true);
            else left.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is left lies in the system's folder for temporary files, and no answer depends on it.
        }
    }
}
