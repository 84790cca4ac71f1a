using System.Diagnostics;
using System.Text.Json;
using Attune.Tests;

namespace Attune.Serving.Tests;

/// <summary>What a stranger gets: the packages, restored from a local feed into a project of their own, and the samples.</summary>
public sealed class PackageTests
{
    static readonly string Root = TestData.Root;

    [Fact]
    public void Libraries_InAConsumersProject_RunTheSixLinesLookForLibtorchAndGrowTrees()
    {
        using var home = new TemporaryFolder();
        foreach (var library in new[] { "Attune", "Attune.Neural", "Attune.Trees" }) Dotnet(Root, $"pack src/{library}/{library}.csproj -c Release -v quiet -o \"{home.At("feed")}\"");
        // ML.NET, of which the trees are made, comes from where this build has it.
        var restored = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(home.At("nuget.config"), $"""<configuration><packageSources><clear /><add key="local" value="feed" /><add key="restored" value="{restored}" /></packageSources></configuration>""");
        File.WriteAllText(home.At("Shop.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>packages</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Attune.Neural" Version="{typeof(Dataset).Assembly.GetName().Version!.ToString(3)}" />
                <PackageReference Include="Attune.Trees" Version="{typeof(Dataset).Assembly.GetName().Version!.ToString(3)}" />
              </ItemGroup>
            </Project>
            """);
        var sample = File.ReadAllLines(Path.Combine(Root, "samples", "01-first-recommendation.cs")).Where(l => !l.StartsWith("#:", StringComparison.Ordinal));
        File.WriteAllText(home.At("Program.cs"), string.Join('\n', sample).Replace("data/samples", Path.Combine(Root, "data", "samples").Replace('\\', '/'), StringComparison.Ordinal));
        File.AppendAllText(home.At("Program.cs"), "\nConsole.WriteLine(Attune.Neural.Torch.Missing ?? \"libtorch \" + Attune.Neural.Torch.Version);");
        File.AppendAllText(home.At("Program.cs"), "\nConsole.WriteLine(\"due: \" + TopN.For(new Attune.Trees.CadenceTrees { Trees = 5 }.Fit(split.Train), Query.For(1), 3).Items.Count);");
        var output = Dotnet(home.Path, "run -c Release");
        Assert.Contains("ndcg@10", output, StringComparison.Ordinal);
        Assert.Contains("libtorch", output, StringComparison.Ordinal);
        Assert.Contains("due: 3", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tool_InstalledFromThePackage_Answers()
    {
        using var home = new TemporaryFolder();
        Dotnet(Root, $"pack src/Attune.Cli/Attune.Cli.csproj -c Release -v quiet -o \"{home.At("feed")}\"");
        Dotnet(home.Path, $"tool install Attune.Cli --tool-path \"{home.At("tools")}\" --source \"{home.At("feed")}\"");
        var tool = home.At("tools", OperatingSystem.IsWindows() ? "attune.exe" : "attune");
        Assert.Contains("item-knn", Run(tool, home.Path, "models"), StringComparison.Ordinal);
        Assert.Contains("cadence-trees", Run(tool, home.Path, "models"), StringComparison.Ordinal);
        Assert.Contains("S20", Run(tool, home.Path, "systems"), StringComparison.Ordinal);
        Assert.SkipUnless(Neural.Torch.IsAvailable, "The packed tool's shim is built where libtorch and cmake are.");
        var doctor = JsonDocument.Parse(Run(tool, home.Path, "doctor --build-torch --json", ("XDG_DATA_HOME", home.At("cache")), ("ATTUNE_TORCH", ""))).RootElement;
        Assert.StartsWith(home.At("cache"), doctor.GetProperty("torch").GetProperty("shim").GetString(), StringComparison.Ordinal);
    }

    // A web application goes on until it is stopped: SampleTests runs it.
    public static TheoryData<string> Samples => [.. Directory.GetFiles(Path.Combine(Root, "samples"), "*.cs").Where(f => !File.ReadAllText(f).Contains("Sdk.Web", StringComparison.Ordinal)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Samples))]
    public void Sample_Runs(string file)
    {
        var needsTorch = File.ReadAllText(Path.Combine(Root, "samples", file)).Contains("Attune.Neural.csproj", StringComparison.Ordinal);
        Assert.SkipWhen(needsTorch && !Neural.Torch.IsAvailable, $"{file} trains a network, which needs libtorch.");
        Assert.NotEqual("", Dotnet(Root, $"run samples/{file}"));
    }

    static string Dotnet(string folder, string arguments) => Run("dotnet", folder, arguments);

    static string Run(string program, string folder, string arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {arguments} ended with {process.ExitCode}:\n{output}\n{errors.Result}");
        return output;
    }
}
