using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Attune.Cli;

/// <summary>
/// Gets a public set into the cache: downloaded or given by hand, checked, unpacked. The checksum is the publisher's, where one lies beside the archive; else that of the first
/// fetch, which is written down and held against every later one.
/// </summary>
sealed partial class Fetching(PublicSet set, string cache, CancellationToken cancel)
{
    /// <summary>What was fetched, beside the folder.</summary>
    sealed record Receipt(string From, string Sha256, long Bytes);

    string Folder => Path.Combine(cache, set.Name);

    string ReceiptFile => Path.Combine(cache, set.Name + ".receipt.json");

    /// <summary>What the other commands read.</summary>
    internal string Events => Path.Combine(Folder, set.Events);

    /// <summary>Whether it is there already.</summary>
    internal bool IsThere => Directory.Exists(Folder);

    /// <summary>The SHA-256 of the archive, once there is one; else null.</summary>
    internal string? Sha256 => Known()?.Sha256;

    /// <summary>Where sets lie: ATTUNE_CACHE, else the user's own cache.</summary>
    internal static string Cache => Environment.GetEnvironmentVariable("ATTUNE_CACHE") is { Length: > 0 } named ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "attune", "data");

    /// <summary>Downloads, checks and unpacks. Gives what the checksum was held against.</summary>
    internal string FromNetwork(Uri url, IProgress<FitProgress> progress)
    {
        Directory.CreateDirectory(cache);
        var archive = Path.Combine(cache, set.Name + ".zip");
        using var download = new Download();
        download.File(url, archive, 3 * set.Bytes, progress, cancel);
        try
        {
            var published = set.HasMd5 && download.Text(new Uri(url + ".md5"), cancel) is { } text && Md5Text().Match(text) is { Success: true } md5 ? md5.Value : null;
            if (published is not null && !published.Equals(Md5(archive), StringComparison.OrdinalIgnoreCase))
                throw new DataException($"{url} has the MD5 {Md5(archive)}, but its publisher states {published}: the download is damaged or not the publisher's. It was removed; fetch again.");
            var trusted = Take(archive, url.ToString(), progress);
            return published is not null ? "the MD5 that its publisher states" : trusted;
        }
        finally
        {
            File.Delete(archive);
        }
    }

    /// <summary>Checks and unpacks an archive that was fetched by hand, and leaves it where it is.</summary>
    internal string FromFile(string archive, IProgress<FitProgress> progress)
    {
        if (!File.Exists(archive)) throw new DataException($"There is no file '{archive}' (looked for at {Path.GetFullPath(archive)}). Fetch {set.Url} and name it.");
        Directory.CreateDirectory(cache);
        return Take(archive, Path.GetFileName(archive), progress);
    }

    string Take(string archive, string from, IProgress<FitProgress> progress)
    {
        var sha = Sha(archive);
        var known = Known();
        if (known is not null && known.Sha256 != sha)
            throw new DataException($"{from} has the SHA-256 {sha}, but the archive of the first fetch ({known.From}) had {known.Sha256}. If the publisher has changed the set, delete {ReceiptFile} and fetch again.");
        Archive.Unpack(archive, from, Folder, progress, cancel);
        if (!Path.Exists(Events))
        {
            Directory.Delete(Folder, recursive: true);
            throw new DataException($"{from} does not hold '{set.Events}', as {set.Name} does: this is another archive. Fetch {set.Url}.");
        }
        if (known is not null) return "the SHA-256 of the first fetch";
        using var receipt = new Attune.Numerics.PendingFile(ReceiptFile);
        JsonSerializer.Serialize(receipt.Stream, new Receipt(from, sha, new FileInfo(archive).Length));
        receipt.Complete();
        return "nothing (no checksum was known); from now on to the SHA-256 of this one";
    }

    Receipt? Known()
    {
        if (!File.Exists(ReceiptFile)) return null;
        try
        {
            return JsonSerializer.Deserialize<Receipt>(File.ReadAllBytes(ReceiptFile));
        }
        catch (JsonException e)
        {
            throw new DataException($"{ReceiptFile} is damaged. Delete it and fetch again.", e);
        }
    }

    static string Sha(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    // The publisher's choice; against accidents, not against an attacker, whom https keeps out.
#pragma warning disable CA5351
    static string Md5(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(MD5.HashData(stream));
    }
#pragma warning restore CA5351

    [GeneratedRegex(@"\b[0-9a-fA-F]{32}\b")]
    private static partial Regex Md5Text();
}
