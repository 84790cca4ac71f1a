using System.Diagnostics;
using System.Text.Json;
using Attune.Cli;
using Microsoft.Data.Sqlite;

namespace Attune.Serving.Tests;

/// <summary>Stores as data, and what is wrong with some.</summary>
public sealed class LiveDataTests(Shop shop, PostgresServer postgres) : IClassFixture<Shop>
{
    [Fact]
    public async Task Data_OfPostgres_IsWhatWasPushed()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Missing);
        var store = $"postgres:{await postgres.DatabaseAsync()}";
        Assert.Contains("There is no store in database", Tool.Run("data", "describe", store).Failed(ExitCode.Failed), StringComparison.Ordinal);
        Assert.Equal(480, Tool.Run("data", "push", shop.Ratings, "--items", shop.Titles, "--to", store, "--json").Succeeded().Json.GetProperty("added").GetInt32());
        var summary = Tool.Run("data", "describe", store, "--json").Succeeded().Json;
        Assert.Equal((40, 24, 480), (summary.GetProperty("users").GetInt32(), summary.GetProperty("items").GetInt32(), summary.GetProperty("interactions").GetInt32()));
        Assert.Equal(3, Tool.Run("recommend", "--model", "item-knn", "--data", store, "--user", "u4", "-n", "3", "--json").Succeeded().Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public void Data_OfPostgresThatDoesNotAnswer_NamesItWithoutThePassword()
    {
        var complaint = Tool.Run("data", "describe", "postgres:Host=127.0.0.1;Port=1;Database=shop;Username=attune;Password=secret").Failed(ExitCode.Failed);
        Assert.Contains("127.0.0.1:1", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_OfTheStoreThatTheEnvironmentNames_NeedsNoAddressOnTheCommandLine()
    {
        var store = shop.New("store");
        Tool.Json($"data push {shop.Ratings} --to {store}");
        var start = new ProcessStartInfo("dotnet", [typeof(App).Assembly.Location, "data", "describe", "store:", "--json"]) { RedirectStandardOutput = true };
        start.Environment["ATTUNE_STORE"] = store;
        using var tool = Process.Start(start)!;
        Assert.Equal(480, JsonDocument.Parse(await tool.StandardOutput.ReadToEndAsync()).RootElement.GetProperty("interactions").GetInt32());
        await tool.WaitForExitAsync();
    }

    [Fact]
    public void Data_OfAnotherSpace_IsReadByItsName()
    {
        var store = shop.New("store");
        Tool.Json($"data push {shop.Ratings} --to {store} --space second");
        Assert.Equal(480, Tool.Json($"data describe store:{store} --store-space second").GetProperty("interactions").GetInt32());
        Assert.Contains("'default' has no events", Tool.Run("data", "describe", $"store:{store}").Failed(ExitCode.Failed), StringComparison.Ordinal);
    }

    [Fact]
    public void Store_OfANewerVersion_IsRefusedByEveryCommandInOneSentence()
    {
        var store = shop.New("store");
        Tool.Json($"data push {shop.Ratings} --to {store}");
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(store, "attune.db"), Pooling = false }.ConnectionString))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO migrations (version, applied) VALUES (999, 0)";
            command.ExecuteNonQuery();
        }
        foreach (var line in new[] { $"serve --store {store} --urls http://127.0.0.1:0", $"data describe store:{store}", $"data push {shop.Ratings} --to {store}", $"publish {shop.Model} --to {store}" })
            Assert.Contains("has version 999", Tool.Run(line.Split(' ')).Failed(ExitCode.Failed), StringComparison.Ordinal);
    }
}
