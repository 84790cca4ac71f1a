using System.Globalization;
using System.Text;
using System.Text.Json;
using Attune.Cli;

namespace Attune.Serving.Tests;

/// <summary><c>attune plan ensemble</c> on made-up clicks: two tastes, and a tail.</summary>
public sealed class PlanEnsembleTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("attune-worth-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string Events()
    {
        var text = new StringBuilder("user,item\n");
        for (var u = 0; u < 40; u++)
            for (var i = 0; i < 30; i++)
                if ((u + i) % 2 == 0 && (u * 7 + i * 5) % 3 != 0) text.Append(CultureInfo.InvariantCulture, $"u{u},i{i}\n");
        File.WriteAllText(Path.Combine(_folder, "clicks.csv"), text.ToString());
        return Path.Combine(_folder, "clicks.csv");
    }

    string Out => Path.Combine(_folder, "worth");

    string[] Line(params string[] more) => ["plan", "ensemble", "--data", Events(), "--members", "popularity,item-knn", "--strategies", "average,top", "--top-k", "1", "--trials", "1", "--seeds", "2", "--energy", "cpu:10", "--out", Out, .. more];

    [Fact]
    public void Plan_OfClicks_RunsAndRecommendsAndGoesOn()
    {
        var json = Tool.Run(Line("--json")).Succeeded().Json;
        Assert.Equal((12, 12, 0), (json.GetProperty("cells").GetInt32(), json.GetProperty("results").GetArrayLength(), json.GetProperty("open").GetArrayLength()));
        var advice = Assert.Single(json.GetProperty("ensembles").EnumerateArray());
        Assert.StartsWith("tuned-", advice.GetProperty("single").GetString(), StringComparison.Ordinal);
        Assert.Contains(advice.GetProperty("take").GetString()!, advice.GetProperty("because").GetString()!, StringComparison.Ordinal);
        Assert.All(json.GetProperty("results").EnumerateArray(), r => Assert.Equal("Estimated", r.GetProperty("energy").GetProperty("origin").GetString(), ignoreCase: true));
        Assert.All(new[] { "spec.json", "results.csv", "report.md", "report.html" }, file => Assert.True(File.Exists(Path.Combine(Out, file))));
        var lines = File.ReadAllLines(Path.Combine(Out, "results.csv"));
        Tool.Run(Line()).Succeeded();
        Assert.Equal(lines, File.ReadAllLines(Path.Combine(Out, "results.csv")));
    }

    [Fact]
    public void Plan_AnotherInTheSameFolder_SaysSo()
    {
        Tool.Run(Line()).Succeeded();
        Assert.Contains("is another study than this plan makes", Tool.Run([.. Line(), "--columns", "user=0,item=1"]).Failed(ExitCode.Misused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--task", "stars", "--task is stars; it must be rating or rank")]
    [InlineData("--worth", "0", "--worth is 0; it must be above 0")]
    public void Plan_WrongWords_SayWhatIsRight(string option, string value, string part) => Assert.Contains(part, Tool.Run([.. Line(), option, value]).Failed(ExitCode.Misused), StringComparison.Ordinal);

    [Fact]
    public void Plan_WithoutAMeter_SaysThatItNeedsOne() => Assert.Contains("--energy is missing", Tool.Run([.. Line().Where(w => w is not ("--energy" or "cpu:10"))]).Failed(ExitCode.Misused), StringComparison.Ordinal);

    [Fact]
    public void Report_Worth_IsTakenFromTheCall()
    {
        Tool.Run(Line()).Succeeded();
        string Text(string worth) => Tool.Run(["study", "report", Path.Combine(Out, "spec.json"), "--worth", worth]).Succeeded().Output;
        Assert.Contains("at least 0.25 percent of quality", Text("0.25").ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
