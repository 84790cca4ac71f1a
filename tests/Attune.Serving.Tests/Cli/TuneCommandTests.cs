using System.Text.Json;
using Attune.Cli;

namespace Attune.Serving.Tests;

public sealed class TuneCommandTests(Shop shop) : IClassFixture<Shop>
{
    string Line => $"tune item-knn --data {shop.Ratings} --split leave-last:1 --trials 4";

    static string[] Values(JsonElement json) => [.. json.GetProperty("trials").EnumerateArray().Select(t => $"{t.GetProperty("settings")} {t.GetProperty("value")}")];

    [Fact]
    public void Tune_Json_HasTrialsBestAndTheCommandThatUsesIt()
    {
        var json = Tool.Json($"{Line} --out {shop.New("model")} --test-once --bootstrap 20");
        Assert.Equal(4, json.GetProperty("trials").GetArrayLength());
        Assert.Equal(json.GetProperty("trials").EnumerateArray().Max(t => t.GetProperty("value").GetDouble()), json.GetProperty("best").GetProperty("value").GetDouble());
        Assert.Equal("100", json.GetProperty("given").GetProperty("settings").GetProperty("neighbors").GetString());
        Assert.Equal("leave-last:1 > leave-last:1", json.GetProperty("validation").GetString());
        Assert.InRange(json.GetProperty("test").GetArrayLength(), 1, 2);
        var model = json.GetProperty("out").GetString()!;
        Assert.Equal(json.GetProperty("options").GetProperty("neighbors").GetInt32(), ((ItemKnn)Recommender.Load(model).Trainer).Neighbors);
        var command = json.GetProperty("trainCommand").GetString()!;
        Assert.StartsWith($"attune train item-knn --data {shop.Ratings} --set neighbors=", command, StringComparison.Ordinal);
        Tool.Run(command.Split(' ')[1..]).Succeeded();
    }

    [Fact]
    public void Tune_Text_ShowsTrialsOnTheErrorWriterAndTheReportAsTheAnswer()
    {
        var page = shop.New("tuning.html");
        var ran = Tool.Run([.. Line.Split(' '), "--report", page]).Succeeded();
        Assert.Contains("trial 4 of 4: ndcg@10 0.", ran.Error, StringComparison.Ordinal);
        Assert.Contains("Which options mattered", ran.Output, StringComparison.Ordinal);
        Assert.Contains("attune train item-knn --data", ran.Output, StringComparison.Ordinal);
        Assert.Contains("the test data has not been looked at", ran.Output, StringComparison.Ordinal);
        Assert.Contains("<svg", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Tune_ReadingOptionsAndSettings_AreRepeatedInTheCommand()
    {
        var json = Tool.Json($"tune ease --data {shop.Ratings} --weights rating=2 --filter k-core:2 --filter k-core:3 --split leave-last:1 --trials 2 --seed 7");
        Assert.Contains($"--data {shop.Ratings} --weights rating=2 --filter k-core:2 --filter k-core:3 --set regularization=", json.GetProperty("trainCommand").GetString(), StringComparison.Ordinal);
        Assert.Contains("--seed 7 --out model", json.GetProperty("trainCommand").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tune_StoppedAndAskedAgain_GoesOnAndEndsAsIfNeverStopped()
    {
        var journal = shop.New("journal.jsonl");
        using var stop = new CancellationTokenSource();
        using var error = new Stopping("trial 2 of 4", stop);
        var code = App.Run([.. Line.Split(' '), "--journal", journal], new StringWriter(), error, stop.Token);
        Assert.Equal(ExitCode.Stopped, code);
        Assert.Contains($"2 finished trials are in {journal}; the same command goes on with trial 3.", error.ToString(), StringComparison.Ordinal);
        var resumed = Tool.Run([.. Line.Split(' '), "--journal", journal, "--json"]).Succeeded();
        Assert.Contains("holds 2 trials", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(Values(Tool.Json(Line)), Values(resumed.Json));
        Assert.Contains("seed is 42 there and 1 here", Tool.Run([.. Line.Split(' '), "--journal", journal, "--seed", "1"]).Failed(ExitCode.Failed), StringComparison.Ordinal);
    }

    [Fact]
    public void Tune_TwoFiles_TrainsOnTheFirst()
    {
        var parts = shop.New("parts");
        Tool.Json($"data split {shop.Ratings} --split leave-last:1 --csv --out {parts}");
        var (train, test) = (Path.Combine(parts, "train.csv"), Path.Combine(parts, "test.csv"));
        var json = Tool.Json($"tune ease --train {train} --test {test} --trials 2");
        Assert.Equal("files > time:0.2", json.GetProperty("validation").GetString());
        Assert.Contains($"--data {train}", json.GetProperty("trainCommand").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tune eas --data {0}", "ease")]
    [InlineData("tune ease", "--data")]
    [InlineData("tune popularity --data {0}", "names no options worth searching")]
    [InlineData("tune ease --data {0} --space lambda=1..2", "regularization")]
    [InlineData("tune ease --data {0} --space regularization=2..1", "from a smaller to a greater")]
    [InlineData("tune ease --data {0} --metric ndgc@10", "--metric")]
    [InlineData("tune ease --data {0} --metric average-popularity@10", "no better end")]
    [InlineData("tune ease --data {0} --split folds:3", "one test part")]
    [InlineData("tune ease --data {0} --validation tme:1", "--validation")]
    [InlineData("tune ease --data {0} --trials 0", "--trials is 0")]
    [InlineData("tune ease --data {0} --timeout 10", "10m")]
    [InlineData("tune ease --data {0} --timeout 1177h", "longer than 1176h")]
    [InlineData("tune ease --data {0} --method best", "tpe")]
    [InlineData("tune ease --data {0} --journal /nowhere/at/all.jsonl", "there is no folder")]
    [InlineData("tune ease --data {0} --levels 1", "--levels is 1")]
    public void Tune_WrongUse_SaysWhatIsRight(string line, string hint) =>
        Assert.Contains(hint, Tool.Run(line.Replace("{0}", shop.Ratings, StringComparison.Ordinal).Split(' ')).Failed(ExitCode.Misused), StringComparison.Ordinal);

    /// <summary>Ctrl-C as soon as a line has been written.</summary>
    sealed class Stopping(string after, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(after, StringComparison.Ordinal) == true) stop.Cancel();
        }
    }
}
