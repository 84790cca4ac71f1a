using System.IO.Compression;
using System.Text;
using Attune.Numerics;

namespace Attune.Cli;

/// <summary>A text file that appears under its name only when it is complete; a name that ends in .gz is compressed.</summary>
static class OutputFile
{
    /// <summary>The path, if a file can be written there; checked before work that may take hours.</summary>
    internal static string Checked(string option, string path)
    {
        if (path.AsSpan().IsWhiteSpace()) throw new UsageException($"{option} is empty; name a file.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Directory.Exists(path)) throw new UsageException($"{option}: {path} is a folder; name a file.");
        return Directory.Exists(folder) ? path : throw new UsageException($"{option}: there is no folder {folder}; make it first, or name another.");
    }

    /// <summary>Makes sure that a folder can be written at this path, and leaves nothing there.</summary>
    internal static void ProbeFolder(string path)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        while (parent is not null && !Directory.Exists(parent)) parent = Path.GetDirectoryName(parent);
        var made = PendingFile.Beside(Path.Combine(parent ?? ".", "attune"));
        Directory.CreateDirectory(made);
        Directory.Delete(made);
    }

    internal static void Write(string path, Action<TextWriter> write)
    {
        using var file = new PendingFile(path);
        using (var packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file.Stream, CompressionLevel.Optimal, leaveOpen: true) : null)
        using (var writer = new StreamWriter(packed ?? (Stream)file.Stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" })
            write(writer);
        file.Complete();
    }
}
