namespace Attune.Tests;

/// <summary>A folder of its own for one test, deleted afterwards.</summary>
sealed class TemporaryFolder : IDisposable
{
    /// <summary>The folder.</summary>
    internal string Path { get; } = Directory.CreateTempSubdirectory("attune-test-").FullName;

    /// <summary>A path inside the folder; nothing is made there.</summary>
    internal string At(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
