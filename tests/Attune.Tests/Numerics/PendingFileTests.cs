using Attune.Numerics;

namespace Attune.Tests;

public sealed class PendingFileTests : IDisposable
{
    readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Dispose_WhereClosingFails_LeavesNothingBehind()
    {
        var file = new PendingFile(Path.Combine(_temp.Path, "lists.csv"));
        file.Stream.Write("unwritten"u8);
        file.Stream.SafeFileHandle.Dispose();
        Assert.ThrowsAny<Exception>(file.Dispose);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temp.Path));
    }
}
