using System.IO.Compression;
using System.Text;

namespace Attune.Tests;

/// <summary>A folder that is gone after the test.</summary>
sealed class TempFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("attune-");

    internal string Path => _folder.FullName;

    internal string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    internal string Write(string name, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    internal static byte[] Gz(string text)
    {
        using var bytes = new MemoryStream();
        using (var gz = new GZipStream(bytes, CompressionLevel.Fastest)) gz.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
