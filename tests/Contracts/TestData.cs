using System.IO.Compression;
using System.Text.Json;

namespace Attune.Tests;

/// <summary>
/// Where tests find their data: golden numbers inside the repository, and real data sets as zips in the folder named by ATTUNE_DATA (default
/// ../shared/data beside the repository), which most machines lack.
/// </summary>
static class TestData
{
    /// <summary>The folder that holds Attune.slnx.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>The folder of zips; it need not exist.</summary>
    internal static string Folder { get; } = Environment.GetEnvironmentVariable("ATTUNE_DATA") is { Length: > 0 } set
        ? set : Path.Combine(Root, "..", "shared", "data");

    /// <summary>The data set <c>name.zip</c>, opened; where it is absent the calling test is skipped with a message.</summary>
    internal static ZipArchive Zip(string name)
    {
        var path = Path.Combine(Folder, name + ".zip");
        Assert.SkipUnless(File.Exists(path), $"The data set {name}.zip is not here: set ATTUNE_DATA to the folder that holds it.");
        return ZipFile.OpenRead(path);
    }

    /// <summary>The lines of one entry (<c>"ml-100k/u1.base"</c>) of a zip, each split at <paramref name="separator"/>.</summary>
    internal static IEnumerable<string[]> Rows(ZipArchive zip, string entry, char separator = '\t')
    {
        using var reader = new StreamReader((zip.GetEntry(entry) ?? throw new FileNotFoundException($"The zip has no entry '{entry}'.")).Open());
        while (reader.ReadLine() is { } line) yield return line.Split(separator);
    }

    /// <summary>A file of tests/Golden, parsed: numbers of independent implementations, with their source.</summary>
    internal static JsonElement Golden(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "tests", "Golden", file))).RootElement;

    static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Attune.slnx"))) return at.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Attune.slnx.");
    }
}
