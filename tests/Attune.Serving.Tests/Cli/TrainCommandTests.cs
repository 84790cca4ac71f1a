using Attune.Cli;
using Attune.Neural;

namespace Attune.Serving.Tests;

public sealed class TrainCommandTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public void NeuralOptions_ForAClassicModel_AreNotedAndChangeNothing()
    {
        var plain = Tool.Json($"train als --set factors=3 iterations=2 --data {shop.Ratings} --out {shop.New("model")}");
        var noted = Tool.Json($"train als --set factors=3 iterations=2 --data {shop.Ratings} --out {shop.New("model")} --device cuda:3 --checkpoint {shop.New("run")} --log {shop.New("log")} --nodes localhost:1 --rank 1 --world 2");
        Assert.Empty(plain.GetProperty("notes").EnumerateArray());
        Assert.Equal("als is no neural model: --checkpoint, --log, --nodes, --rank, --world, --device changed nothing.", Assert.Single(noted.GetProperty("notes").EnumerateArray()).GetString());
    }

    [Fact]
    public void Accumulation_InOneProcess_IsNoted()
    {
        Assert.SkipUnless(Torch.IsAvailable, "Neural models need libtorch.");
        var line = $"train sasrec --set epochs=1 width=8 batchSize=16 accumulate=2 --data {shop.Ratings} --out {shop.New("model")}";
        var note = Assert.Single(Tool.Json(line).GetProperty("notes").EnumerateArray()).GetString();
        Assert.StartsWith("sasrec adds 2 parts up to a step in one process", note, StringComparison.Ordinal);
        Assert.Empty(Tool.Json($"{line} --local-replicas 2").GetProperty("notes").EnumerateArray());
    }

    [Fact]
    public void LocalReplicas_LearnWhatOneProcessLearns_AndGoOnFromACheckpoint()
    {
        Assert.SkipUnless(Torch.IsAvailable, "Neural models need libtorch.");
        var (alone, together, again, run) = (shop.New("model"), shop.New("model"), shop.New("model"), shop.New("run"));
        var line = $"train sasrec --set epochs=2 width=8 dropout=0 batchSize=16 --data {shop.Ratings} --out";
        Tool.Json($"{line} {alone}");
        Tool.Json($"{line} {together} --local-replicas 2 --checkpoint {run}");
        Tool.Json($"{line} {again} --checkpoint {run}");
        float[] Numbers(string folder)
        {
            var weights = new Weights();
            Recommender.Load(folder).Export(weights);
            return [.. weights.Floats.OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value.Values)];
        }
        Assert.Equal(Numbers(together), Numbers(again));
        Assert.InRange(Numbers(alone).Zip(Numbers(together)).Max(p => Math.Abs(p.First - p.Second)), 0, 1e-4);
    }

    [Theory]
    [InlineData("--nodes localhost --rank 0 --world 2", "--nodes: 'localhost' is not HOST:PORT with a port from 1 to 65535, as in 10.0.0.1:29400.")]
    [InlineData("--nodes localhost:70000 --rank 0 --world 2", "--nodes: 'localhost:70000' is not HOST:PORT")]
    [InlineData("--nodes localhost:29400 --world 2", "--rank is missing: say which of the processes this is, from 0.")]
    [InlineData("--nodes localhost:29400 --rank 0", "--world is missing: say how many processes there are.")]
    [InlineData("--nodes localhost:29400 --rank 2 --world 2", "--rank is 2; of 2 processes it must be from 0 to 1.")]
    [InlineData("--nodes localhost:29400 --rank 0 --world 0", "--world is 0; it must be 1 or more.")]
    [InlineData("--rank 1", "--rank is for training with other processes: name with --nodes HOST:PORT where they meet.")]
    [InlineData("--local-replicas 0", "--local-replicas is 0; it must be from 1 to 1024.")]
    [InlineData("--local-replicas 2 --nodes localhost:29400", "--local-replicas finds its own meeting place:")]
    public void Processes_ThatCannotBe_AreWrongUsage(string options, string expected) =>
        Assert.Contains(expected, Tool.Run([.. $"train als --data {shop.Ratings} --out {shop.New("model")} {options}".Split(' ')]).Failed(ExitCode.Misused), StringComparison.Ordinal);

    [Fact]
    public void Clicks_WithValid_StopEarlyAndKeepAModelThatPredicts()
    {
        Assert.SkipUnless(Torch.IsAvailable, "Neural models need libtorch.");
        var (train, valid, model) = ($"{shop.New("rows")}.clicks", $"{shop.New("rows")}.clicks", shop.New("model"));
        var fields = new ClickFields([new("user", ClickFieldKind.Categorical, ClickFieldRole.UserId, 0, 8, 0, 1), new("item", ClickFieldKind.Categorical, ClickFieldRole.ItemId, 8, 8, 1, 1)]);
        ClickRows Rows(int from, int count) => new(2, [.. Enumerable.Range(from, count).SelectMany(n => new[] { n * 7 % 8, 8 + n * n % 5 })], null, [.. Enumerable.Range(from, count).Select(n => n * 7 % 2 == n * n % 5 % 2 ? 1f : 0)], null);
        ClickFile.Write(train, fields, [Rows(0, 1500)]);
        ClickFile.Write(valid, fields, [Rows(1500, 300)]);
        var answer = Tool.Json($"train ssr --clicks {train} --valid {valid} --out {model} --set filter=ics views=2 viewWidth=8 epochs=30 batchSize=50 learningRate=0.01");
        Assert.InRange(answer.GetProperty("validAuc").GetDouble(), 0.9, 1);
        Assert.Equal(1500, answer.GetProperty("rows").GetInt64());
        var measured = Tool.Json($"evaluate --model {model} --clicks {valid} --bootstrap 0");
        Assert.Equal(answer.GetProperty("validAuc").GetDouble(), measured.GetProperty("metrics").GetProperty("auc").GetProperty("value").GetDouble(), 1e-6);
        Assert.Equal([(1, 1), (1, 2), (2, 1), (2, 2)], measured.GetProperty("sparsity").EnumerateArray().Select(v => (v.GetProperty("layer").GetInt32(), v.GetProperty("view").GetInt32())));
        var probabilities = new float[1];
        ((IClickModel)Recommender.Load(model)).Predict(Rows(0, 1), probabilities);
        Assert.InRange(probabilities[0], 0.5f, 1);
    }

    // Users of even number click items of even number.
    [Fact]
    public void Clicks_OfALibFmFile_TrainAModelThatRanksTheCatalog()
    {
        Assert.SkipUnless(Torch.IsAvailable, "Neural models need libtorch.");
        var (rows, model) = ($"{shop.New("rows")}.libfm", shop.New("model"));
        File.WriteAllLines(rows, from u in Enumerable.Range(0, 40) from i in Enumerable.Range(0, 10) where i != u % 10 select FormattableString.Invariant($"{(u % 2 == i % 2 ? 1 : -1)} {u}:1 {100 + i}:1 {200 + u % 3}:1"));
        Tool.Json($"train ssr --data {rows} --out {model} --set filter=ics views=2 viewWidth=8 epochs=30 batchSize=50 learningRate=0.01 negatives=0");
        var list = Tool.Json($"recommend --model {model} --user 4 -n 4 --seen include").GetProperty("items").EnumerateArray().Select(i => int.Parse(i.GetProperty("item").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.All(list, item => Assert.Equal(0, item % 2));
    }

    [Theory]
    [InlineData("train deep-fm --out {0}", "Name what to train on: --data FILE for events, or --clicks FILE for a model of clicks.")]
    [InlineData("train als --clicks rows.clicks --out {0}", "als is no model of clicks")]
    [InlineData("train deep-fm --data a.csv --clicks b.clicks --out {0}", "--data and --clicks both say what to train on")]
    [InlineData("train deep-fm --data a.csv --valid b.clicks --out {0}", "--valid is for --clicks")]
    public void Clicks_ThatCannotBe_AreWrongUsage(string line, string expected) =>
        Assert.Contains(expected, Tool.Run([.. string.Format(System.Globalization.CultureInfo.InvariantCulture, line, shop.New("model")).Split(' ')]).Failed(ExitCode.Misused), StringComparison.Ordinal);
}
