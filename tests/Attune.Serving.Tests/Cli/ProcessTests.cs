using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Attune.Cli;

namespace Attune.Serving.Tests;

/// <summary>The built tool as a process of its own: what only a process can show.</summary>
public sealed class ProcessTests(Shop shop) : IClassFixture<Shop>
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Answer_IsPureJsonInUtf8_AndNotesGoToTheErrorStream()
    {
        using var tool = Start($"data describe {shop.Ratings} --filter k-core:1 --json");
        var (output, error) = (await tool.StandardOutput.ReadToEndAsync(), await tool.StandardError.ReadToEndAsync());
        Assert.True(tool.WaitForExit(Patience));
        Assert.Equal(0, tool.ExitCode);
        Assert.Equal(480, JsonDocument.Parse(output).RootElement.GetProperty("interactions").GetInt32());
        Assert.Contains("note: k-core:1", error, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlC_DuringTraining_EndsWith130AndLeavesNothingHalfWritten()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that reaches one process of a console alone.");
        var folder = shop.New("model");
        using var tool = Start($"train bpr --set epochs=10000 factors=64 --data {shop.Ratings} --filter k-core:1 --out {folder}");
        // The note of the filter is the last word before training.
        while (await tool.StandardError.ReadLineAsync() is { } line && !line.Contains("k-core", StringComparison.Ordinal)) { }
        using (var kill = Process.Start("kill", ["-INT", $"{tool.Id}"])) await kill.WaitForExitAsync();
        var error = await tool.StandardError.ReadToEndAsync();
        Assert.True(tool.WaitForExit(Patience), "the tool did not stop");
        Assert.Equal(ExitCode.Stopped, tool.ExitCode);
        Assert.Contains("error: stopped", error, StringComparison.Ordinal);
        Assert.Equal("", await tool.StandardOutput.ReadToEndAsync());
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!, Path.GetFileName(folder) + "*"));
    }

    [Fact]
    public async Task FullDisk_WhileListsAreWritten_LeavesNothingBehind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A limit on the size of files stands for a full disk here, and only a Linux shell sets one for a single program.");
        var lists = shop.New("lists.csv.gz");
        var start = new ProcessStartInfo("sh", ["-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh", "dotnet", typeof(App).Assembly.Location, "recommend", "--model", shop.Model, "--all", "--out", lists]) { RedirectStandardError = true };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using var tool = Process.Start(start)!;
        var error = await tool.StandardError.ReadToEndAsync();
        Assert.True(tool.WaitForExit(Patience));
        Assert.Equal(ExitCode.Failed, tool.ExitCode);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(lists)!, Path.GetFileName(lists) + "*"));
    }

    [Theory, InlineData("models --json"), InlineData("doctor --json")]
    public async Task MissingLibtorch_StopsNothingThatDoesNotNeedIt(string line)
    {
        using var tool = Start(line, ("ATTUNE_TORCH", shop.New("nowhere.so")));
        var (output, error) = (await tool.StandardOutput.ReadToEndAsync(), await tool.StandardError.ReadToEndAsync());
        Assert.True(tool.WaitForExit(Patience));
        Assert.Equal((0, ""), (tool.ExitCode, error));
        var answer = JsonDocument.Parse(output).RootElement;
        if (answer.TryGetProperty("optional", out var parts))
            Assert.Contains("nowhere.so, where there is no file", parts.EnumerateArray().Single(p => p.GetProperty("name").GetString() == "libtorch").GetProperty("get").GetString(), StringComparison.Ordinal);
    }

    [Theory, InlineData("PATH", "cmake"), InlineData("LIBTORCH", "LIBTORCH names")]
    public async Task DoctorBuildTorch_WithoutWhatItNeeds_SaysWhatToDo(string variable, string complaint)
    {
        using var tool = Start("doctor --build-torch", (variable, shop.New("nowhere")), ("XDG_DATA_HOME", shop.New("cache")));
        await ComplainsAsync(tool, complaint);
    }

    [Fact]
    public Task TrainSasrec_WithoutLibtorch_SaysWhatToDoInOneSentence() => TrainingComplainsAsync(shop.New("nowhere.so"), "nowhere.so, where there is no file");

    // A library of the runtime itself stands for a shim of an earlier version: it loads, and has none of the functions.
    [Fact]
    public Task TrainSasrec_WithAnOlderShim_SaysToBuildItAnew() =>
        TrainingComplainsAsync(Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*System.Native.*")[0], "was built by another version of Attune");

    static async Task ComplainsAsync(Process tool, string complaint)
    {
        var (output, error) = (await tool.StandardOutput.ReadToEndAsync(), await tool.StandardError.ReadToEndAsync());
        Assert.True(tool.WaitForExit(Patience));
        Assert.Equal(("", ExitCode.Failed), (output, tool.ExitCode));
        Assert.Contains(complaint, Assert.Single(error.Split('\n'), l => l.StartsWith("error: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("defect of Attune", error, StringComparison.Ordinal);
    }

    async Task TrainingComplainsAsync(string library, string complaint)
    {
        using var tool = Start($"train sasrec --data {shop.Ratings} --out {shop.New("neural")}", ("ATTUNE_TORCH", library));
        await ComplainsAsync(tool, complaint);
    }

    // A shell that starts tests in the background makes them ignore Ctrl-C, and a child inherits that: env undoes it.
    static Process Start(string line, params (string Name, string Value)[] environment)
    {
        var dll = typeof(App).Assembly.Location;
        // By its full path: some tests take the PATH away.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = OperatingSystem.IsLinux() ? new ProcessStartInfo("env", ["--default-signal=INT", dotnet, dll, .. line.Split(' ')]) : new ProcessStartInfo(dotnet, [dll, .. line.Split(' ')]);
        (start.RedirectStandardOutput, start.RedirectStandardError, start.StandardOutputEncoding) = (true, true, System.Text.Encoding.UTF8);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
