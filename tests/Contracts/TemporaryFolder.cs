using System.IO.Compression;
using System.Text;

namespace Attune.Tests;

/// <summary>A folder of its own for one test, deleted afterwards.</summary>
sealed class TemporaryFolder : IDisposable
{
    /// <summary>The folder.</summary>
    internal string Path { get; } = Directory.CreateTempSubdirectory("attune-test-").FullName;

    /// <summary>A path inside the folder; nothing is made there.</summary>
    internal string At(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a file into the folder and gives its path.</summary>
    internal string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Write(string, string)"/>
    internal string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    /// <summary>The text, compressed.</summary>
    internal static byte[] Gz(string text)
    {
        using var bytes = new MemoryStream();
        using (var gz = new GZipStream(bytes, CompressionLevel.Fastest)) gz.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
