using Attune.Tests;

namespace Attune.Serving.Tests;

public sealed class WorkFolderTests
{
    [Fact]
    public void Dispose_LeavesNothing()
    {
        string path;
        using (var folder = new WorkFolder())
        {
            path = folder.Path;
            File.WriteAllText(folder.At("a"), "b");
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
        }
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void Sweep_OldLeftoversOfDeadProcesses_AloneAreDeleted()
    {
        var time = new ManualTime();
        var (dead, young, alive) = (Make("2147483001", -2), Make("2147483002", 0), Make("1", -2));
        try
        {
            WorkFolder.Sweep(time);
            Assert.False(Directory.Exists(dead));
            Assert.True(Directory.Exists(young));
            Assert.True(Directory.Exists(alive));
        }
        finally
        {
            foreach (var folder in new[] { dead, young, alive }.Where(Directory.Exists)) Directory.Delete(folder, true);
        }

        string Make(string process, int hours)
        {
            var path = Path.Combine(Path.GetTempPath(), $"attune-model-{process}-tested");
            Directory.CreateDirectory(path);
            File.WriteAllText(Path.Combine(path, "archive.zip"), "x");
            Directory.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime.AddHours(hours));
            return path;
        }
    }
}
