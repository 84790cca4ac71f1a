using System.CommandLine;
using Attune.Cli;

namespace Attune.Serving.Tests;

public sealed class AppTests(Shop shop) : IClassFixture<Shop>
{
    public static TheoryData<string> Commands() => [.. Leaves(Root.Tree, "").Select(c => c.Path.Trim())];

    static IEnumerable<(string Path, Command Command)> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0 ? [(path, command)] : command.Subcommands.SelectMany(c => Leaves(c, $"{path} {c.Name}"));

    [Theory, MemberData(nameof(Commands))]
    public void Help_OfEveryCommand_HasAnExampleThatParses(string path)
    {
        var help = Tool.Run([.. path.Split(' '), "--help"]).Succeeded().Output;
        Assert.Contains("Examples:", help, StringComparison.Ordinal);
        var examples = Leaves(Root.Tree, "").Single(c => c.Path.Trim() == path).Command is Verb verb ? verb.Examples : [];
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Empty(Root.Tree.Parse(example["attune ".Length..]).Errors));
    }

    [Theory, MemberData(nameof(Commands))]
    public void Options_OfEveryCommand_AreDescribedAndNamedOnce(string path)
    {
        var options = Leaves(Root.Tree, "").Single(c => c.Path.Trim() == path).Command.Options;
        Assert.All(options, o => Assert.False(string.IsNullOrWhiteSpace(o.Description), o.Name));
        Assert.Equal(options.Count, options.SelectMany(o => o.Aliases.Append(o.Name)).Distinct().Count() - options.Sum(o => o.Aliases.Count));
    }

    [Fact]
    public void Nothing_IsAskedFor_GivesTheGuide() => Assert.Contains("attune data describe FILE", Tool.Run([]).Succeeded().Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("recomend", "recommend")]
    [InlineData("data", "describe")]
    [InlineData("data descibe x", "describe")]
    [InlineData("models --jsn", "--json")]
    [InlineData("evaluate --seed many", "--seed")]
    [InlineData("train ease --data", "--data")]
    [InlineData("evaluate @nothing", "@nothing")]
    [InlineData("--model", "--model")]
    [InlineData("systems systems", "systems")]
    public void Garbage_IsRefusedInOneLineWithAHint(string line, string hint)
    {
        var ran = Tool.Run(line.Split(' '));
        Assert.Contains(hint, ran.Failed(ExitCode.Misused), StringComparison.Ordinal);
        Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Models_Json_ListsOptionsDefaultsAndRanges()
    {
        var als = Tool.Json("models").GetProperty("models").EnumerateArray().Single(m => m.GetProperty("name").GetString() == "als");
        var options = als.GetProperty("options").EnumerateArray().ToDictionary(o => o.GetProperty("name").GetString()!);
        Assert.Equal(20, options["iterations"].GetProperty("default").GetInt32());
        Assert.Equal(0.05, options["regularization"].GetProperty("default").GetDouble(), 1e-6);
        Assert.Equal(2, options["alpha"].GetProperty("default").GetDouble());
        Assert.Equal(1, options["factors"].GetProperty("min").GetDouble());
        Assert.False(string.IsNullOrEmpty(options["factors"].GetProperty("description").GetString()));
        Assert.Contains("iterations", Tool.Run("models", "als").Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Systems_AreTheTableOfTheDocument()
    {
        var systems = Tool.Json("systems").GetProperty("systems").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"S{i}"), systems.Select(s => s.GetProperty("id").GetString()));
        Assert.All(systems, s => Assert.Contains(s.GetProperty("status").GetString()!.Split(':')[0], new[] { "planned", "built", "verified" }));
    }

    [Fact]
    public void Doctor_SaysWhatTheMachineCanDo()
    {
        var json = Tool.Json("doctor");
        Assert.Equal(Environment.ProcessorCount, json.GetProperty("cores").GetInt32());
        Assert.Equal(System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated, json.GetProperty("vectors").GetProperty("vector128").GetBoolean());
        Assert.All(json.GetProperty("optional").EnumerateArray(), part => Assert.False(string.IsNullOrEmpty(part.GetProperty("get").GetString())));
        var libtorch = json.GetProperty("optional").EnumerateArray().Single(part => part.GetProperty("name").GetString() == "libtorch");
        Assert.Equal(libtorch.GetProperty("present").GetBoolean(), json.GetProperty("torch").ValueKind == System.Text.Json.JsonValueKind.Object);
    }

    [Fact]
    public void Quiet_SaysNothingBesideTheAnswer()
    {
        string[] line = ["evaluate", "--model", "popularity", "--data", shop.Ratings, "--split", "leave-last:1", "--json"];
        Assert.Contains("note: ", Tool.Run(line).Succeeded().Error, StringComparison.Ordinal);
        var quiet = Tool.Run([.. line, "--quiet"]).Succeeded();
        Assert.Equal("", quiet.Error);
        Assert.True(quiet.Json.GetProperty("notes").GetArrayLength() > 0);
    }

    [Fact]
    public void Verbose_ShowsWhereAnErrorComesFrom() =>
        Assert.Contains("DataException", Tool.Run("data", "describe", "nowhere.csv", "--verbose").Error, StringComparison.Ordinal);

    [Fact]
    public void Stopped_LeavesNothingAndSaysSo()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var folder = shop.New("model");
        var ran = Tool.Run(stop.Token, ["train", "ease", "--data", shop.Ratings, "--out", folder]);
        Assert.Equal(ExitCode.Stopped, ran.Code);
        Assert.Contains("error: stopped", ran.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(folder)!, Path.GetFileName(folder) + "*"));
    }

    [Fact]
    public void Bar_IsDrawnWithTitleStageAndShare_WithoutColoursWhereUnwanted()
    {
        using var terminal = new Watched("training bpr: epoch");
        var result = ProgressBar.Show(terminal, colors: false, "training bpr", progress =>
        {
            progress.Report(new FitProgress("epoch", 1, 4));
            Assert.True(terminal.Seen.Wait(TimeSpan.FromMinutes(1)), "the bar was not drawn");
            return 7;
        });
        Assert.Equal(7, result);
        Assert.Contains("25%", terminal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\e[3", terminal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_AreNotDrawnWhereNobodyWatches() =>
        Assert.DoesNotContain("\e", Tool.Run("train", "bpr", "--set", "epochs=5", "--data", shop.Ratings, "--out", shop.New("model")).Succeeded().Error, StringComparison.Ordinal);

    sealed class Watched(string awaited) : StringWriter
    {
        internal ManualResetEventSlim Seen { get; } = new();

        public override void Write(string? value)
        {
            lock (this) base.Write(value);
            if (value?.Contains(awaited, StringComparison.Ordinal) == true) Seen.Set();
        }

        public override string ToString()
        {
            lock (this) return base.ToString();
        }
    }
}
