using System.IO.Compression;

namespace Attune.Serving;

/// <summary>
/// A saved model as one stream: a zip of the files of its folder. What comes in is not trusted: only the known names are read, each once, below stated sizes, and
/// no name of the archive ever becomes a path.
/// </summary>
static class ModelArchive
{
    const int TableLimit = 1 << 20, Buffer = 1 << 17;
    static readonly string[] Names = ["model.json", "weights.safetensors", "catalog.safetensors", "users.json", "items.json"];

    /// <summary>Packs a model. The stream is at its beginning; its file is gone when it is closed.</summary>
    internal static async Task<FileStream> PackAsync(IRecommender model, TimeProvider time, CancellationToken cancellation)
    {
        using var folder = new WorkFolder();
        model.Save(folder.At("model"), time);
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous, BufferSize = Buffer };
        // It outlives the folder, and holds what users did.
        if (!OperatingSystem.IsWindows()) file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var packed = new FileStream(folder.Path + ".zip", file);
        try
        {
            using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
                foreach (var name in Names)
                {
                    await using var from = File.OpenRead(Path.Combine(folder.At("model"), name));
                    await using var to = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellation).ConfigureAwait(false);
                    await from.CopyToAsync(to, Buffer, cancellation).ConfigureAwait(false);
                }
            packed.Position = 0;
            return packed;
        }
        catch
        {
            await packed.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads a packed model.</summary>
    /// <exception cref="DataException">It is no archive of a saved model, is damaged or too large, or is of a model that is not known here or cannot run here.</exception>
    internal static Task<IRecommender> OpenAsync(Stream archive, ArchiveLimits limits, CancellationToken cancellation) => ReadAsync(archive, Names, Recommender.Load, limits, cancellation);

    /// <summary>The users of a packed model, without the rest of it.</summary>
    /// <inheritdoc cref="OpenAsync" path="/exception"/>
    internal static Task<Vocabulary> UsersAsync(Stream archive, ArchiveLimits limits, CancellationToken cancellation) => ReadAsync(archive, ["model.json", "users.json"], Recommender.UsersOf, limits, cancellation);

    static async Task<T> ReadAsync<T>(Stream archive, string[] names, Func<string, T> read, ArchiveLimits limits, CancellationToken cancellation)
    {
        using var folder = new WorkFolder();
        try
        {
            await using var file = new FileStream(folder.At("archive.zip"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, Buffer, FileOptions.Asynchronous);
            await CopyAsync(archive, file, limits.Packed, null, cancellation).ConfigureAwait(false);
            file.Position = 0;
            Directory.CreateDirectory(folder.At("model"));
            await UnpackAsync(file, names, folder.At("model"), limits, cancellation).ConfigureAwait(false);
            return await Task.Run(() => read(folder.At("model")), cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfContent(e) || e is DllNotFoundException || (e is DataException && e.Message.Contains(folder.Path, StringComparison.Ordinal)))
        {
            // Where the work is done here says nothing to the sender.
            throw new DataException(IsOfContent(e) ? $"The archive is no saved model: {e.Message.TrimEnd('.')}. Zip the files of a folder that Attune saved."
                : e.Message.Replace(folder.At("model") + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(folder.At("model"), "The archive", StringComparison.Ordinal), e);
        }
    }

    static async Task UnpackAsync(FileStream file, string[] names, string folder, ArchiveLimits limits, CancellationToken cancellation)
    {
        using var limited = new ReadLimit(file, TableLimit);
        using var zip = new ZipArchive(limited, ZipArchiveMode.Read, leaveOpen: true);
        var entries = zip.Entries.ToArray();
        limited.Lift();
        foreach (var entry in entries)
            if (!Names.Contains(entry.FullName)) throw new InvalidDataException($"it holds '{Shown(entry.FullName)}', where only {string.Join(", ", Names)} belong, without a folder");
        var left = limits.UnpackedFor(file.Length);
        foreach (var name in names)
        {
            if (entries.Where(e => e.FullName == name).ToArray() is not [var entry]) throw new InvalidDataException($"it must hold {name} once");
            await using var from = await entry.OpenAsync(cancellation).ConfigureAwait(false);
            await using var to = File.Create(Path.Combine(folder, name));
            left -= await CopyAsync(from, to, left, entry.Crc32, cancellation).ConfigureAwait(false);
        }
    }

    static async Task<long> CopyAsync(Stream from, Stream to, long limit, uint? checksum, CancellationToken cancellation)
    {
        var (buffer, copied, sum) = (new byte[Buffer], 0L, 0u);
        while (await from.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var read)
        {
            if ((copied += read) > limit) throw new InvalidDataException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"it has more than the {limit:N0} bytes that are allowed here"));
            if (checksum is not null) sum = Checksum.Add(sum, buffer.AsSpan(0, read));
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
        }
        if (checksum is not null && sum != checksum) throw new InvalidDataException("its bytes are not those that were packed (the checksum differs)");
        return copied;
    }

    // What the reader of archives says of bytes that are none, in one form or another; the disk's own errors are not among them.
    static bool IsOfContent(Exception e) => e is InvalidDataException or EndOfStreamException or ArgumentException or ArithmeticException or NotSupportedException;

    // A name that may be long and hold anything goes into a message shortened and without control characters.
    static string Shown(string name) => new([.. name.Take(80).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
}
