using System.Text.Json;
using System.Text.RegularExpressions;
using Attune.Tests;

namespace Attune.Serving.Tests;

public sealed partial class EnergyTests(Shop shop) : IClassFixture<Shop>
{
    static readonly string s_log = Path.Combine(TestData.Root, "tests", "Golden", "emers", "sample.csv");

    static IEnumerable<(string Phase, string Of)> Phases(JsonElement energy) => energy.GetProperty("phases").EnumerateArray().Select(p => (p.GetProperty("phase").GetString()!, p.GetProperty("of").GetString()!));

    [Fact]
    public void Evaluate_Estimate_IsToldAsOneInJsonAndText()
    {
        var line = $"evaluate --model item-knn --data {shop.Ratings} --split leave-last:1 --energy cpu:8 --gco2e-per-kwh 100";
        var energy = Tool.Json(line).GetProperty("energy");
        Assert.Equal(("estimated", "cpu:8", "process", 100), (energy.GetProperty("origin").GetString(), energy.GetProperty("meter").GetString(), energy.GetProperty("covers").GetString(), energy.GetProperty("gramsPerKilowattHour").GetDouble()));
        var total = energy.GetProperty("total");
        var (hours, seconds) = (total.GetProperty("wattHours").GetDouble(), total.GetProperty("cpuSeconds").GetDouble());
        Assert.Equal(8 * seconds / 3600, hours, 0.1 * hours + 1e-4);
        Assert.Equal(hours / 10, total.GetProperty("gramsCo2e").GetDouble(), 1e-9);
        Assert.Equal(JsonValueKind.Null, total.GetProperty("netWattHours").ValueKind);
        Assert.Equal([("load", ""), ("fit", "item-knn"), ("predict", "item-knn"), ("rest", "")], Phases(energy));
        Assert.Equal(40, total.GetProperty("lists").GetInt32());
        Assert.Contains(energy.GetProperty("notes").EnumerateArray(), n => n.GetString()!.Contains("estimate, not a measurement", StringComparison.Ordinal));
        var text = Tool.Run(line.Split(' ')).Succeeded().Output;
        Assert.Contains("Energy, estimated", text, StringComparison.Ordinal);
        Assert.Contains("energy, Wh, estimated", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_NoMeter_IsNullInJsonAndNotMeasuredInText()
    {
        var line = $"evaluate --model {shop.Model} --data {shop.Ratings} --split leave-last:1 --seen include --energy none";
        var energy = Tool.Json(line).GetProperty("energy");
        Assert.Equal("not-measured", energy.GetProperty("origin").GetString());
        Assert.All(energy.GetProperty("phases").EnumerateArray().Select(p => p.GetProperty("cost")).Append(energy.GetProperty("total")), cost =>
        {
            foreach (var name in new[] { "wattHours", "netWattHours", "gramsCo2e", "wattHoursPerThousandLists", "gramsCo2ePerThousandLists" }) Assert.Equal(JsonValueKind.Null, cost.GetProperty(name).ValueKind);
            Assert.True(cost.GetProperty("cpuSeconds").GetDouble() > -1e-6);
        });
        Assert.Equal([("load", ""), ("predict", ""), ("rest", "")], Phases(energy));
        var text = Tool.Run(line.Split(' ')).Succeeded().Output;
        Assert.Contains("not measured", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CO2e", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_EnergyNotAskedFor_IsNullAndNothingMore()
    {
        var line = $"evaluate --model popularity --data {shop.Ratings} --split leave-last:1";
        Assert.Equal(JsonValueKind.Null, Tool.Json(line).GetProperty("energy").ValueKind);
        Assert.DoesNotContain("nergy", Tool.Run(line.Split(' ')).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_Replay_IsOnThePageOfEveryModel()
    {
        var page = shop.New("energy.html");
        var energy = Tool.Run("compare", "--models", "popularity,item-knn", "--data", shop.Ratings, "--split", "leave-last:1", "--seeds", "2", "--energy", "replay:" + s_log, "--idle-watts", "150", "--report", page, "--json").Succeeded().Json.GetProperty("energy");
        Assert.Equal(("replayed", 150), (energy.GetProperty("origin").GetString(), energy.GetProperty("idleWatts").GetDouble()));
        Assert.Equal([("load", ""), ("fit", "popularity"), ("predict", "popularity"), ("fit", "item-knn"), ("predict", "item-knn"), ("rest", "")], Phases(energy));
        var html = File.ReadAllText(page);
        foreach (var part in new[] { "Energy, replayed", "mg CO2e, replayed", "net Wh, replayed", "Replayed from" }) Assert.Contains(part, html, StringComparison.Ordinal);
    }

    [Fact]
    public void Tune_Search_IsAPhaseOfItsOwn()
    {
        var folder = shop.New("tuned");
        var energy = Tool.Json($"tune als --set factors=2 iterations=2 --data {shop.Ratings} --split leave-last:1 --trials 2 --test-once --out {folder} --energy cpu:5").GetProperty("energy");
        var phases = Phases(energy).ToList();
        Assert.Equal([("load", ""), ("search", "")], phases.Take(2));
        Assert.Contains(phases, p => p.Phase == "predict");
        Assert.Contains(phases, p => p is { Phase: "fit", Of: "als" });
    }

    [Fact]
    public void Train_Energy_IsThatOfLoadingAndFitting()
    {
        var json = Tool.Json($"train als --set factors=2 iterations=2 --data {shop.Ratings} --out {shop.New("metered")} --energy cpu:5");
        Assert.Equal([("load", ""), ("fit", "als"), ("rest", "")], Phases(json.GetProperty("energy")));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("energy").GetProperty("total").GetProperty("wattHoursPerThousandLists").ValueKind);
    }

    [Fact]
    public void StudyRun_Energy_IsInTheResultsAndTheReport()
    {
        using var study = new TemporaryFolder();
        study.Write("spec.json", """{ "question": "What does it cost?", "data": [ { "name": "shop", "file": "events.csv", "split": "leave-last:1" } ], "models": [ { "model": "popularity" } ], "seeds": [1], "metrics": ["hit@3"] }""");
        File.Copy(shop.Ratings, study.At("events.csv"));
        var result = Assert.Single(Tool.Run("study", "run", study.Path, "--data", study.Path, "--energy", "cpu:5", "--json").Succeeded().Json.GetProperty("results").EnumerateArray());
        var energy = result.GetProperty("energy");
        Assert.Equal(("estimated", "cpu:5"), (energy.GetProperty("origin").GetString(), energy.GetProperty("meter").GetString()));
        Assert.True(energy.GetProperty("joules").GetDouble() > 0);
        Assert.Contains("| estimated | cpu:5 ", File.ReadAllText(study.At("report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_ListsTheMeters()
    {
        var meters = Tool.Json("doctor").GetProperty("energyMeters").EnumerateArray().ToList();
        Assert.Equal(["rapl", "nvidia", "shelly:HOST", "tapo:HOST", "cpu:WATTS"], meters.Select(m => m.GetProperty("name").GetString()));
        Assert.Contains("Energy meters", Tool.Run("doctor").Succeeded().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--energy watts", "Meters are rapl")]
    [InlineData("--energy cpu:0", "watts of one busy core")]
    [InlineData("--energy cpu:8 --gco2e-per-kwh -1", "--gco2e-per-kwh is -1")]
    [InlineData("--energy cpu:8 --gco2e-per-kwh x", "--gco2e-per-kwh: 'x'")]
    [InlineData("--energy none --idle-watts -1", "--idle-watts is -1")]
    [InlineData("--energy none --idle-seconds 0", "--idle-seconds is 0")]
    [InlineData("--energy cpu:8 --idle-watts 30", "holds no idle power")]
    [InlineData("--energy none --idle-seconds 1", "measures no power")]
    [InlineData("--energy none --idle-seconds 1 --idle-watts 3", "write one of them")]
    [InlineData("--gco2e-per-kwh 56", "--energy rapl")]
    [InlineData("--idle-watts 56", "--energy rapl")]
    public void Evaluate_WrongUse_SaysWhatIsRight(string words, string hint) =>
        Assert.Contains(hint, Tool.Run(["evaluate", "--model", "popularity", "--data", shop.Ratings, .. words.Split(' ')]).Failed(2), StringComparison.Ordinal);

    [Theory, InlineData("shelly:127.0.0.1:9", "cannot be reached"), InlineData("replay:nowhere.csv", "nowhere.csv")]
    public void Evaluate_MeterThatIsNotThere_FailsBeforeTheWork(string meter, string says) =>
        Assert.Contains(says, Tool.Run("evaluate", "--model", "popularity", "--data", shop.Ratings, "--energy", meter).Failed(1), StringComparison.Ordinal);

    public static TheoryData<string> Commands => [.. Lines().Matches(File.ReadAllText(Path.Combine(TestData.Root, "docs", "guide", "measure-energy.md"))).Select(m => m.Groups[1].Value.TrimEnd())];

    /// <summary>The lines of the guide, run as they stand, but that what they write goes elsewhere.</summary>
    [Theory, MemberData(nameof(Commands))]
    public void Guide_EveryCommand_Works(string line)
    {
        string Word(string word) => word.StartsWith("out/", StringComparison.Ordinal) ? shop.New(word[4..])
            : word.StartsWith("data/", StringComparison.Ordinal) ? Path.Combine(TestData.Root, word)
            : word.StartsWith("replay:", StringComparison.Ordinal) ? "replay:" + Path.Combine(TestData.Root, word[7..]) : word;
        Tool.Run([.. line.Split(' ').Select(Word)]).Succeeded();
    }

    [Fact]
    public void Guide_HasCommandsOfEveryVerb() =>
        Assert.Equal(["doctor", "evaluate", "compare", "evaluate", "train", "tune"], Commands.Select(c => c.Data.Split(' ')[0]));

    [GeneratedRegex(@"(?m)^\./attune (.+)$")]
    private static partial Regex Lines();
}
