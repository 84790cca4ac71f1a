using System.Globalization;
using System.Net;
using System.Text.Json;
using Attune.Cli;

namespace Attune.Serving.Tests;

/// <summary>The server as a process: what only signals, files and time can show.</summary>
public sealed class ServeProcessTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task Serve_FromNothing_AnswersByPopularityThenPersonallyAndEndsCleanly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that reaches one process of a console alone.");
        await using var server = await ServerProcess.StartAsync(shop.New("store"), "--model", "item-knn", "--retrain-every", "off");
        var pushed = Tool.Json($"data push {shop.Ratings} --items {shop.Titles} --to {server.Url}");
        Assert.Equal((480, 480, 24), (pushed.GetProperty("events").GetInt32(), pushed.GetProperty("added").GetInt32(), pushed.GetProperty("items").GetInt32()));
        var before = await server.GetAsync("attune/v1/placements/home/recommendations?user=newcomer&n=5");
        Assert.Equal("popular", before.GetProperty("fallback").GetString());
        Assert.Equal(5, before.GetProperty("items").GetArrayLength());

        var trained = await server.PostAsync("attune/v1/models/retrain?wait=true");
        Assert.True(trained.GetProperty("isActive").GetBoolean(), trained.ToString());
        var after = await server.GetAsync("attune/v1/placements/home/recommendations?user=u4&n=3&explain=true");
        Assert.Equal(trained.GetProperty("version").GetString(), after.GetProperty("modelVersion").GetString());
        var reasons = after.GetProperty("items")[0].GetProperty("reasons");
        Assert.Equal("item-knn", reasons.GetProperty("recommender").GetString());
        Assert.NotEqual(0, reasons.GetProperty("because").GetArrayLength());
        Assert.Equal(ExitCode.Success, await server.EndAsync());
        Assert.DoesNotContain("error:", server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_Again_AddsOnlyWhatIsNew()
    {
        var (store, grown) = (shop.New("store"), shop.New("grown.csv"));
        Tool.Json($"data push {shop.Ratings} --to {store}");
        File.WriteAllText(grown, File.ReadAllText(shop.Ratings) + "newcomer,i2,5,1700000000\nnewcomer,i2,5,1700000000\n");
        var again = Tool.Json($"data push {grown} --to {store}");
        Assert.Equal((482, 2), (again.GetProperty("events").GetInt32(), again.GetProperty("added").GetInt32()));
        Assert.Contains("480 of 482 events were there already", again.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(482, Tool.Json($"data describe store:{store}").GetProperty("interactions").GetInt32());
    }

    [Fact]
    public async Task Kill9_InTheMiddleOfIngest_LosesNothingAcknowledged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no kill -9.");
        var store = shop.New("store");
        var acknowledged = 0;
        await using (var server = await ServerProcess.StartAsync(store, "--retrain-every", "off"))
        {
            var killed = Task.Run(async () =>
            {
                while (Volatile.Read(ref acknowledged) < 40) await Task.Delay(1);
                await server.EndAsync("KILL");
            });
            try
            {
                for (var batch = 0; ; batch++)
                {
                    await server.PostAsync("attune/v1/events", Events(batch));
                    Volatile.Write(ref acknowledged, batch + 1);
                }
            }
            catch (HttpRequestException)
            {
                // The server is gone.
            }
            await killed;
        }
        await using var again = await ServerProcess.StartAsync(store, "--retrain-every", "off");
        for (var batch = 0; batch < acknowledged; batch++)
        {
            // What was acknowledged is sent again: all of it must be known.
            var answer = await again.PostAsync("attune/v1/events", Events(batch));
            Assert.Equal(0, answer.GetProperty("taken").GetInt32());
        }
    }

    [Fact]
    public async Task Serve_StoreOfAnotherServer_IsOneClearError()
    {
        var store = shop.New("store");
        await using var server = await ServerProcess.StartAsync(store);
        var complaint = Tool.Run("serve", "--store", store, "--urls", "http://127.0.0.1:0").Failed(ExitCode.Failed);
        Assert.Contains(store, complaint, StringComparison.Ordinal);
        Assert.Contains("--to", Tool.Run("data", "push", shop.Ratings, "--to", store).Failed(ExitCode.Failed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_OfAStore_IsReadBesideTheServerByEveryCommand()
    {
        var store = shop.New("store");
        await using var server = await ServerProcess.StartAsync(store, "--retrain-every", "off");
        Tool.Json($"data push {shop.Ratings} --items {shop.Titles} --to {server.Url}");
        var summary = Tool.Json($"data describe store:{store}");
        Assert.Equal((40, 24, 480), (summary.GetProperty("users").GetInt32(), summary.GetProperty("items").GetInt32(), summary.GetProperty("interactions").GetInt32()));
        var model = shop.New("model");
        Tool.Json($"train ease --data store:{store} --out {model}");
        Assert.StartsWith("red", Tool.Json($"recommend --model {model} --user u4 -n 3").GetProperty("items")[0].GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, Tool.Json($"recommend --model popularity --data store:{store} --user u4 -n 3 --seen include").GetProperty("items").GetArrayLength());
        foreach (var command in new[] { "evaluate --model popularity", "compare --models popularity,ease" })
            Tool.Json($"{command} --data store:{store} --split time:0.2");
        Assert.Equal(0, Tool.Json($"data describe store:{store} --weights rating=0").GetProperty("preferences").GetInt32());
        Assert.Equal(480, (await server.GetAsync("attune/v1/counts")).GetProperty("events").GetInt32());
    }

    static object Events(int batch) => Enumerable.Range(0, 5).Select(i => new { type = "view", user = $"u{batch}", item = $"i{i}", eventId = $"{batch}-{i}" });

    [Theory]
    [InlineData("data describe store:{new}", "There is no store in", ExitCode.Failed)]
    [InlineData("data describe store:{file}", "is a file", ExitCode.Misused)]
    [InlineData("data describe store:", "ATTUNE_STORE", ExitCode.Misused)]
    [InlineData("data describe store:{new} --columns user=0,item=1", "--columns says how to read text", ExitCode.Misused)]
    [InlineData("data describe {file} --store-space shop", "--store-space is for a live store", ExitCode.Misused)]
    [InlineData("data describe postgres:nonsense", "no connection string", ExitCode.Misused)]
    [InlineData("data push {file}", "--to", ExitCode.Misused)]
    [InlineData("data push {file} --to memory", "in memory", ExitCode.Misused)]
    [InlineData("data push {file} --to ftp://127.0.0.1", "is not the address of a server", ExitCode.Misused)]
    [InlineData("data push {file} --to http://127.0.0.1:1 --space shop", "--space is for a store", ExitCode.Misused)]
    [InlineData("data push {file} --to http://127.0.0.1:1", "Nothing listens at http://127.0.0.1:1", ExitCode.Failed)]
    public void Data_WrongUse_SaysWhatIsRight(string line, string hint, int code) =>
        Assert.Contains(hint, Tool.Run(line.Replace("{file}", shop.Ratings, StringComparison.Ordinal).Replace("{new}", shop.New("store"), StringComparison.Ordinal).Split(' ')).Failed(code), StringComparison.Ordinal);
}
