using System.Globalization;
using System.Text;
using Attune.Cli;

namespace Attune.Serving.Tests;

/// <summary><c>attune plan audience</c> on made-up clicks of two countries.</summary>
public sealed class PlanAudienceTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("attune-audience-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string At(string name) => Path.Combine(_folder, name);

    string[] Line(params string[] more)
    {
        var (clicks, people) = (new StringBuilder("user,item\n"), new StringBuilder("user,country\n"));
        for (var u = 0; u < 80; u++)
        {
            people.Append(CultureInfo.InvariantCulture, $"u{u},{(u % 2 == 0 ? "north" : "south")}\n");
            for (var i = 0; i < 30; i++)
                if ((u + i) % 2 == 0 && (u * 7 + i * 5) % 3 != 0) clicks.Append(CultureInfo.InvariantCulture, $"u{u},i{i}\n");
        }
        File.WriteAllText(At("clicks.csv"), clicks.ToString());
        File.WriteAllText(At("people.csv"), people.ToString());
        return ["plan", "audience", "--data", At("clicks.csv"), "--users", At("people.csv"), "--attribute", "country", "--models", "popularity,item-knn", "--cut", "5", "--out", At("out"), .. more];
    }

    [Fact]
    public void Plan_OfClicks_RunsReportsAndGoesOn()
    {
        var json = Tool.Run(Line("--json")).Succeeded().Json;
        Assert.Equal((2, 0), (json.GetProperty("cells").GetInt32(), json.GetProperty("open").GetArrayLength()));
        var findings = json.GetProperty("audience").EnumerateArray().ToArray();
        Assert.Contains(findings, f => f.GetProperty("finding").GetString() == "ndcg@5 of item-knn");
        Assert.All(findings, f => Assert.Equal("north", f.GetProperty("data")[0].GetProperty("focus").GetString()));
        Assert.Contains("What holds, and where", File.ReadAllText(Path.Combine(At("out"), "report.html")), StringComparison.Ordinal);
        var lines = File.ReadAllLines(Path.Combine(At("out"), "results.csv"));
        Tool.Run(Line()).Succeeded();
        Assert.Equal(lines, File.ReadAllLines(Path.Combine(At("out"), "results.csv")));
    }

    [Fact]
    public void Run_ByAttribute_KnowsItOrSaysWhichThereAre()
    {
        Tool.Run(Line()).Succeeded();
        Tool.Run("study", "run", Path.Combine(At("out"), "spec.json"), "--attribute", "country").Succeeded();
        Assert.Contains("there is country", Tool.Run("study", "run", Path.Combine(At("out"), "spec.json"), "--attribute", "age").Failed(ExitCode.Misused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--groups", "north", "is no group")]
    [InlineData("--models", "popularty", "popularity")]
    [InlineData("--seeds", "0", "seeds is 0")]
    [InlineData("--users", "nowhere.csv", "there is no file nowhere.csv")]
    public void Plan_WrongWords_SayWhatIsRight(string option, string value, string part)
    {
        var line = Line().ToList();
        if (line.IndexOf(option) is >= 0 and var at) line.RemoveRange(at, 2);
        Assert.Contains(part, Tool.Run([.. line, option, value]).Failed(ExitCode.Misused), StringComparison.Ordinal);
    }
}
