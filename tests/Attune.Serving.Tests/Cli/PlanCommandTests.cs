using System.Globalization;
using System.Text.Json;
using Attune.Cli;
using Attune.Tests;

namespace Attune.Serving.Tests;

public sealed class PlanCommandTests
{
    static JsonElement Row(JsonElement plan, int batch) => plan.GetProperty("batches").EnumerateArray().Single(r => r.GetProperty("batch").GetInt32() == batch);

    static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    // Marek et al. print 0.9999 and 0.997, and a half-life of 7.1 million tokens.
    [Fact]
    public void Batch_OfThePaper_ScalesAsThere()
    {
        var plan = Tool.Json("plan batch --from 512 --to 1 --beta2 0.95 --targets 1024 --learning-rate 4.8e-3");
        Assert.Equal([512, 256, 128, 64, 32, 16, 8, 4, 2, 1], plan.GetProperty("batches").EnumerateArray().Select(r => r.GetProperty("batch").GetInt32()));
        Assert.InRange(Number(plan, "beta2HalfLife"), 7.05e6, 7.15e6);
        var one = Row(plan, 1);
        Assert.Equal(0.9999, Number(one, "beta2"), 5e-6);
        // 512^0.3 = 2^2.7.
        Assert.Equal(4.8e-3 / 6.498, Number(one, "learningRate"), 1e-7);
        Assert.Equal(976.5625, Number(one, "stepsPerMillionTargets"), 1e-9);
        Assert.Equal("batchSize=1 learningRate=0.0007387 beta2HalfLife=7084917", one.GetProperty("set").GetString());
        Assert.Equal(0.9968, Number(Row(Tool.Json("plan batch --from 16 --beta2 0.95"), 1), "beta2"), 5e-5);
    }

    [Fact]
    public void Batch_ToALargerOne_DoublesAndForgetsFaster()
    {
        var plan = Tool.Json("plan batch --from 3 --to 20 --beta2-half-life 10k --targets 50");
        Assert.Equal([3, 6, 12, 20], plan.GetProperty("batches").EnumerateArray().Select(r => r.GetProperty("batch").GetInt32()));
        Assert.Equal(Math.Pow(2, -20 * 50 / 10_000.0), Number(Row(plan, 20), "beta2"), 1e-12);
        Assert.DoesNotContain(plan.GetProperty("changes").EnumerateArray(), c => c.GetString()!.StartsWith("weightDecay", StringComparison.Ordinal));
    }

    [Fact]
    public void Batch_Parameters_ShowsMemoryOfEveryOptimizer()
    {
        var memory = Tool.Json("plan batch --parameters 2M").GetProperty("memory").EnumerateArray().ToList();
        Assert.Equal(12, memory.Count);
        JsonElement Of(string name, string weights) => memory.Single(m => m.GetProperty("optimizer").GetString() == name && m.GetProperty("weights").GetString() == weights);
        Assert.Equal(4 * 8e6, Number(Of("Adam", "float32").GetProperty("kept"), "total"));
        // The largest gradient is a matrix of 1024 × 1024.
        Assert.Equal(3 * 4e6 + 2 * 1024 * 1024, Number(Of("Adam", "bfloat16").GetProperty("fused"), "total"));
        Assert.Equal(2 * 8e6 + 4 * 1024 * 1024, Number(Of("Sgd", "float32").GetProperty("accumulated"), "total"));
        var text = Tool.Run("plan", "batch", "--parameters", "2M", "--optimizer", "signum").Succeeded().Output;
        Assert.Contains("█", text, StringComparison.Ordinal);
        Assert.Contains("optimizer=Signum batchSize=1 ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("beta2HalfLife", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Adafactor", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_Replicas_SayFromWhereOnAccumulationPays()
    {
        // 4 processes: 1.5 of 40 MB pass each link, 0.48 s at 1 Gbit/s; a batch takes 0.12 s.
        var exchange = Tool.Json("plan batch --parameters 10M --replicas 4 --bandwidth 1Gbit --step-seconds 0.12").GetProperty("exchange");
        Assert.Equal(0.48, Number(exchange, "exchangeSeconds"), 1e-12);
        Assert.Equal(500e6, Number(exchange, "accumulationPaysBelow"), 1e-3);
        Assert.True(exchange.GetProperty("pays").GetBoolean());
        var steps = exchange.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal([1, 2, 4], steps.Take(3).Select(s => s.GetProperty("accumulate").GetInt32()));
        Assert.Equal(0.8, Number(steps[0], "lostShare"), 1e-12);
        Assert.Equal(0.5, Number(steps[2], "lostShare"), 1e-12);
        Assert.Equal(4 / 0.24, Number(steps[2], "batchesPerSecond"), 1e-9);
        Assert.False(Tool.Json("plan batch --parameters 10M --replicas 4 --bandwidth 501MB --step-seconds 0.12").GetProperty("exchange").GetProperty("pays").GetBoolean());
        var text = Tool.Run("plan", "batch", "--parameters", "10M", "--replicas", "4", "--bandwidth", "1Gbit/s", "--step-seconds", "0.12").Succeeded().Output.ReplaceLineEndings(" ");
        Assert.Contains("below 500 MB/s. Here it does: from accumulate=4 on", text, StringComparison.Ordinal);
    }

    // Twenty users with 7 items each, of 11: 6 targets a row.
    static string Events() => "user,item,time\n" + string.Concat(Enumerable.Range(0, 140).Select(e => $"u{e / 7},i{(e / 7 + e % 7) % 11},{e}\n"));

    [Fact]
    public void Batch_ModelAndData_CountsParametersAndTargets()
    {
        Assert.SkipWhen(Neural.Torch.Missing is not null, Neural.Torch.Missing ?? "");
        using var folder = new TemporaryFolder();
        folder.Write("events.csv", Events());
        var plan = Tool.Run("plan", "batch", "--from", "4", "--beta2-half-life", "0.1", "--model", "gru4rec", "--set", "width=8", "epochs=5", "maxLength=50", "--data", folder.At("events.csv"), "--json").Succeeded().Json;
        Assert.Equal(6, Number(plan, "targetsPerRow"));
        // A tenth of 5 epochs of 20 · 6 targets.
        Assert.Equal(60, Number(plan, "beta2HalfLife"), 1e-9);
        // The options of a plan are options of a trainer.
        Tool.Run(["train", "gru4rec", "--set", "width=8", "epochs=1", .. Row(plan, 1).GetProperty("set").GetString()!.Split(' '), "--data", folder.At("events.csv"), "--out", folder.At("model")]).Succeeded();
        var trained = Recommender.Load(folder.At("model"));
        var weights = new Weights();
        trained.Export(weights);
        Assert.Equal(weights.Floats.Values.Sum(f => f.Shape.Aggregate(1L, (p, d) => p * d)), plan.GetProperty("parameters").GetInt64());
        Assert.Equal(plan.GetProperty("parameters").GetInt64(), Tool.Run("plan", "batch", "--model", folder.At("model"), "--json").Succeeded().Json.GetProperty("parameters").GetInt64());
    }

    [Theory]
    [InlineData("--from 0", "--from is 0; a batch size must be from 1")]
    [InlineData("--to -3", "--to is -3")]
    [InlineData("--beta2 1", "--beta2: The share that stays with a step must be above 0 and below 1")]
    [InlineData("--from 1 --to 1 --beta2 0.1", "less than one")]
    [InlineData("--beta2 0.9 --beta2-half-life 10M", "leave out one of them")]
    [InlineData("--beta2-half-life 0.02", "name --model and --data")]
    [InlineData("--beta2-half-life many", "'many' is not a number above 0")]
    [InlineData("--learning-rate -1", "The learning rate must be a finite number above 0")]
    [InlineData("--exponent 2", "The exponent must be from 0")]
    [InlineData("--targets 0", "--targets: '0' is not a number above 0")]
    [InlineData("--parameters 30m", "'30m' is not a number above 0")]
    [InlineData("--parameters 30M --model sasrec", "leave out one of them")]
    [InlineData("--model sasrec", "--data is missing")]
    [InlineData("--data x.csv", "--data is for --model NAME")]
    [InlineData("--optimizer lion", "there is no 'lion'; write adam, sgd")]
    [InlineData("--bandwidth 1Gbit", "say with --replicas how many")]
    [InlineData("--replicas 1 --bandwidth 1Gbit --step-seconds 1", "--replicas is 1; it must be from 2")]
    [InlineData("--replicas 2 --step-seconds 1", "--bandwidth is missing")]
    [InlineData("--replicas 2 --bandwidth 1Gbit", "--step-seconds is missing")]
    [InlineData("--replicas 2 --bandwidth fast --step-seconds 1", "'fast' is not a bandwidth")]
    [InlineData("--replicas 2 --bandwidth 1Gbit --step-seconds 0", "--step-seconds is 0")]
    [InlineData("--replicas 2 --bandwidth 1Gbit --step-seconds 1", "say with --parameters or --model")]
    public void Batch_Wrong_IsOneLine(string line, string hint) =>
        Assert.Contains(hint, Tool.Run(["plan", "batch", .. line.Split(' ')]).Failed(ExitCode.Misused), StringComparison.Ordinal);

    [Fact]
    public void Batch_OfAModelWithoutBatches_IsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("events.csv", Events());
        Assert.Contains("als is no network that reads sequences", Tool.Run("plan", "batch", "--model", "als", "--data", folder.At("events.csv")).Failed(ExitCode.Misused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1Gbit", 125e6)]
    [InlineData("2.5kbit/s", 312.5)]
    [InlineData("100MB", 1e8)]
    [InlineData("3kB", 3000)]
    [InlineData("8bit", 1)]
    [InlineData("1e3B/s", 1000)]
    public void Bandwidth_WithUnits_IsBytesPerSecond(string text, double expected)
    {
        var exchange = Tool.Json($"plan batch --parameters 1k --replicas 2 --bandwidth {text} --step-seconds 1").GetProperty("exchange");
        Assert.Equal(expected.ToString("g9", CultureInfo.InvariantCulture), Number(exchange, "bandwidth").ToString("g9", CultureInfo.InvariantCulture));
    }
}
