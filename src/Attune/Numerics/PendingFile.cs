namespace Attune.Numerics;

/// <summary>
/// A file that appears under its name only when it is complete: it is written beside its place and moved there by <see cref="Complete"/>.
/// Whatever ends the writing earlier leaves an older file of that name as it was.
/// </summary>
sealed class PendingFile : IDisposable
{
    static int _count;
    readonly string _path, _temporary;
    bool _complete;

    internal PendingFile(string path)
    {
        _path = Path.GetFullPath(path);
        _temporary = Beside(_path);
        Stream = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
    }

    internal FileStream Stream { get; }

    /// <summary>A name for unfinished work next to <paramref name="path"/>, on the same disk, unlike any other of this process.</summary>
    internal static string Beside(string path) => $"{path}.tmp-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";

    internal void Complete()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
        _complete = true;
    }

    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        finally
        {
            // On a full disk closing fails too, and what could not be finished is still removed.
            if (!_complete) File.Delete(_temporary);
        }
    }
}
