using System.Text.Json;

namespace Attune.Serving.Tests;

public sealed class EvaluateCommandTests(Shop shop) : IClassFixture<Shop>
{
    string TrainTest
    {
        get
        {
            var folder = shop.New("parts");
            Tool.Json($"data split {shop.Ratings} --split leave-last:2 --csv --out {folder}");
            return $"--train {folder}/train.csv --test {folder}/test.csv";
        }
    }

    [Fact]
    public void Evaluate_TrainAndTest_JsonIsTheContract()
    {
        var json = Tool.Json($"evaluate --model ease --set regularization=100 {TrainTest} --metrics ndcg@10,recall@20,rmse --seed 7 --threads 2");
        Assert.Equal("ease", json.GetProperty("model").GetString());
        Assert.Equal(100, json.GetProperty("options").GetProperty("regularization").GetDouble());
        Assert.Equal(7, json.GetProperty("seed").GetInt32());
        Assert.Equal(2, json.GetProperty("threads").GetInt32());
        Assert.Equal(400, json.GetProperty("train").GetProperty("interactions").GetInt32());
        Assert.Equal(40, json.GetProperty("test").GetProperty("users").GetInt32());
        Assert.True(json.GetProperty("test").GetProperty("items").GetInt32() > 0);
        foreach (var name in new[] { "fitSeconds", "evaluateSeconds", "peakMemoryMb" }) Assert.True(json.GetProperty(name).GetDouble() >= 0);
        var metrics = json.GetProperty("metrics");
        Assert.Equal(["ndcg@10", "recall@20", "rmse"], metrics.EnumerateObject().Select(m => m.Name));
        var ndcg = metrics.GetProperty("ndcg@10");
        Assert.InRange(ndcg.GetProperty("value").GetDouble(), ndcg.GetProperty("low").GetDouble(), ndcg.GetProperty("high").GetDouble());
        Assert.True(ndcg.GetProperty("users").GetInt32() > 0);
        Assert.Equal(JsonValueKind.Null, metrics.GetProperty("rmse").GetProperty("value").ValueKind);
        Assert.Contains(json.GetProperty("notes").EnumerateArray(), n => n.GetString()!.StartsWith("rmse is undefined", StringComparison.Ordinal));
    }

    [Theory, InlineData("time:0.2"), InlineData("leave-last:1"), InlineData("user-random:0.2"), InlineData("folds:3"), InlineData("new-users:0.3")]
    public void Evaluate_EverySplit_GivesAValue(string split)
    {
        var json = Tool.Json($"evaluate --model item-knn --data {shop.Ratings} --split {split} --seen include");
        Assert.True(json.GetProperty("metrics").GetProperty("ndcg@10").GetProperty("value").GetDouble() > 0);
        Assert.StartsWith(split.Split(':')[0], json.GetProperty("split").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_Candidates_DrawnOrOfAFile_AreSaidInANote()
    {
        File.WriteAllText(shop.New("sample.txt") is var file ? file : "", string.Concat(Enumerable.Range(0, 40).Select(u => $"u{u} i1 i2 i3 i4\n")));
        foreach (var candidates in new[] { "uniform:5", file })
        {
            var json = Tool.Json($"evaluate --model item-knn --data {shop.Ratings} --split leave-last:1 --metrics hit@10 --candidates {candidates}");
            Assert.Contains(json.GetProperty("notes").EnumerateArray(), n => n.GetString()!.Contains("not among the whole catalog", StringComparison.Ordinal));
            // Of six or fewer candidates none is beyond place 10.
            Assert.True(json.GetProperty("metrics").GetProperty("hit@10").GetProperty("value").GetDouble() > 0.9);
        }
    }

    [Fact]
    public void Evaluate_ThreadsAndRepetition_ChangeNothing()
    {
        string Metrics(int threads) => Tool.Json($"evaluate --model bpr --set epochs=3 factors=4 --data {shop.Ratings} --threads {threads}").GetProperty("metrics").ToString();
        Assert.Equal(Metrics(1), Metrics(3));
    }

    [Fact]
    public void Evaluate_RatingModel_MeasuresErrors()
    {
        var metrics = Tool.Json($"evaluate --model baseline {TrainTest} --metrics rmse,mae").GetProperty("metrics");
        Assert.InRange(metrics.GetProperty("rmse").GetProperty("value").GetDouble(), 0.01, 3);
    }

    [Fact]
    public void Evaluate_NoTimesAndNoSplit_NamesTheOption()
    {
        var complaint = Tool.Run("evaluate", "--model", "ease", "--data", shop.Timeless).Failed(2);
        Assert.Contains("--split user-random:0.2", complaint, StringComparison.Ordinal);
        Tool.Json($"evaluate --model ease --data {shop.Timeless} --split user-random:0.2");
    }

    [Fact]
    public void Evaluate_TrainedFolder_EqualsTrainingByName()
    {
        var files = TrainTest;
        var model = shop.New("ease");
        Tool.Json($"train ease --data {files.Split(' ')[1]} --out {model}");
        var folder = Tool.Json($"evaluate --model {model} --test {files.Split(' ')[3]}");
        Assert.Equal(Tool.Json($"evaluate --model ease {files}").GetProperty("metrics").ToString(), folder.GetProperty("metrics").ToString());
        Assert.Equal(JsonValueKind.Null, folder.GetProperty("fitSeconds").ValueKind);
    }

    [Theory, InlineData("csv"), InlineData("jsonl.gz"), InlineData("trec")]
    public void Evaluate_ListsOfAnyTool_EqualTheModelThatMadeThem(string form)
    {
        var files = TrainTest;
        var lists = shop.New("lists." + form);
        var written = Tool.Json($"recommend --model ease --data {files.Split(' ')[1]} --all -n 10 --seen include --out {lists}");
        Assert.Equal(40, written.GetProperty("users").GetInt32());
        var measured = Tool.Json($"evaluate --recommendations {lists} --test {files.Split(' ')[3]} --metrics ndcg@10,recall@10");
        var direct = Tool.Json($"evaluate --model ease {files} --seen include --metrics ndcg@10,recall@10");
        foreach (var metric in new[] { "ndcg@10", "recall@10" })
            Assert.Equal(direct.GetProperty("metrics").GetProperty(metric).GetProperty("value").GetDouble(), measured.GetProperty("metrics").GetProperty(metric).GetProperty("value").GetDouble(), 1e-12);
    }

    [Fact]
    public void Evaluate_RelevantAndGrades_ChangeWhatCounts()
    {
        double Ndcg(string more) => Tool.Json($"evaluate --model popularity --data {shop.Ratings} --seen include {more}").GetProperty("metrics").GetProperty("ndcg@10").GetProperty("value").GetDouble();
        Assert.NotEqual(Ndcg("--bootstrap 10"), Ndcg("--relevant 4"));
        Assert.NotEqual(Ndcg("--bootstrap 10"), Ndcg("--grades"));
    }

    [Fact]
    public void Evaluate_Text_IsATableOfMetrics()
    {
        var ran = Tool.Run("evaluate", "--model", "popularity", "--data", shop.Ratings, "--metrics", "ndcg@10").Succeeded();
        Assert.Contains("ndcg@10", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("{", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate --model eas --data {0}", "ease")]
    [InlineData("evaluate --model ease --set regularization=-1 --data {0}", "allowed")]
    [InlineData("evaluate --model ease --set lambda=3 --data {0}", "regularization")]
    [InlineData("evaluate --model ease --set regularization --data {0}", "key=value")]
    [InlineData("evaluate --model ease --metrics ndgc@10 --data {0}", "--metrics")]
    [InlineData("evaluate --model ease --split tme:0.2 --data {0}", "time:0.2")]
    [InlineData("evaluate --model ease --split time:0.2 --split leave-last:1 --data {0}", "compare")]
    [InlineData("evaluate --model ease --test {0}", "--train")]
    [InlineData("evaluate --model ease --data {0} --test {0}", "--data")]
    [InlineData("evaluate --data {0}", "--model")]
    [InlineData("evaluate --model ease", "--data")]
    [InlineData("evaluate --model ease --data {0} --threads -2", "--threads")]
    [InlineData("evaluate --model ease --data {0} --seen sometimes", "--seen")]
    [InlineData("evaluate --model ease --data {0} --weights view:2", "--weights")]
    [InlineData("evaluate --model ease --data {0} --filter k-cor:3", "k-core")]
    [InlineData("evaluate --model ease --data {0} --columns user=0,thing=1", "thing")]
    [InlineData("evaluate --recommendations {0}", "--test")]
    public void Evaluate_WrongUse_SaysWhatIsRight(string line, string hint) =>
        Assert.Contains(hint, Tool.Run(line.Replace("{0}", shop.Ratings, StringComparison.Ordinal).Split(' ')).Failed(2), StringComparison.Ordinal);

    [Fact]
    public void Evaluate_MissingFile_FailsWithItsName() =>
        Assert.Contains("nowhere.csv", Tool.Run("evaluate", "--model", "ease", "--data", "nowhere.csv").Failed(1), StringComparison.Ordinal);
}
