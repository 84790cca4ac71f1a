using System.IO.Compression;
using Attune.Numerics;

namespace Attune.Cli;

/// <summary>Unpacks zip archives of strangers: nothing outside the folder, no bombs, all or nothing.</summary>
static class Archive
{
    const long MostBytes = 20L << 30;

    /// <summary>Unpacks into a folder that must not exist; it appears when all is in it.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="from">What the file is called in errors: where it came from, as it may be gone when one is read.</param>
    /// <param name="folder">Where its files will lie.</param>
    /// <param name="progress">Receives the files done.</param>
    /// <param name="cancel">Stops it.</param>
    internal static void Unpack(string archive, string from, string folder, IProgress<FitProgress> progress, CancellationToken cancel)
    {
        var unfinished = PendingFile.Beside(folder);
        try
        {
            using var zip = ZipFile.OpenRead(archive);
            Directory.CreateDirectory(unfinished);
            var left = MostBytes;
            for (var i = 0; i < zip.Entries.Count; i++)
            {
                cancel.ThrowIfCancellationRequested();
                left = Unpack(zip.Entries[i], Place(zip.Entries[i].FullName, unfinished, from), from, left, cancel);
                progress.Report(new FitProgress("files", i + 1, zip.Entries.Count));
            }
            Directory.Move(unfinished, folder);
        }
        catch (InvalidDataException e)
        {
            throw new DataException($"{from} is not a whole zip archive ({e.Message.TrimEnd('.')}). Fetch it again.", e);
        }
        finally
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        }
    }

    // Names are a stranger's: one that leads out of the folder is refused, and so is the archive.
    static string Place(string name, string folder, string from)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var place = Path.GetFullPath(Path.Combine(root, name));
        var isInside = place.StartsWith(root, StringComparison.Ordinal) && !name.Contains('\\', StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal);
        return isInside ? place : throw new DataException($"{from} holds a file '{name}' that would lie outside its folder. Nothing was unpacked: do not trust this archive.");
    }

    static long Unpack(ZipArchiveEntry entry, string place, string from, long left, CancellationToken cancel)
    {
        var isFolder = entry.FullName.EndsWith('/');
        var folder = Path.GetDirectoryName(place)!;
        if (LiesInAFile(folder) || (!isFolder && Path.Exists(place)))
            throw new DataException($"{from} holds two entries of the name '{entry.FullName}', or of one that leads there. Nothing was unpacked: do not trust this archive.");
        Directory.CreateDirectory(folder);
        if (isFolder) return left;
        using var packed = entry.Open();
        using var to = new FileStream(place, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var buffer = new byte[1 << 16];
        for (int read; (read = packed.Read(buffer)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            left -= read;
            if (left < 0) throw new DataException($"{from} unpacks to more than {MostBytes >> 30} GB. Do not trust it.");
            to.Write(buffer.AsSpan(0, read));
        }
        return left;
    }

    static bool LiesInAFile(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(folder)) return true;
        return false;
    }
}
