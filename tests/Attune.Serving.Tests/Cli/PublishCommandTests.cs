using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Attune.Cli;

namespace Attune.Serving.Tests;

/// <summary>A trained folder on its way to a server.</summary>
public sealed class PublishCommandTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public void Publish_ToAStore_ActivatesTheFirstModelAndSaysWhy()
    {
        var store = shop.New("store");
        Tool.Json($"data push {shop.Ratings} --to {store}");
        var published = Tool.Json($"publish {shop.Model} --to {store}");
        Assert.Equal(("item-knn", true), (published.GetProperty("model").GetString(), published.GetProperty("active").GetBoolean()));
        Assert.NotEqual("", published.GetProperty("decision").GetString());
        Assert.Contains("item-knn", published.GetProperty("version").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_ToAServer_WantsTheScopeAdminAndAnswersWithTheModel()
    {
        var (owner, visitor) = (Key("owner"), Key("visitor"));
        var keys = shop.New("keys.json");
        File.WriteAllText(keys, $$"""{"keys":[{"name":"owner","hash":"{{Hash(owner)}}","scopes":["read","write","admin"]},{"name":"visitor","hash":"{{Hash(visitor)}}","scopes":["read"]}]}""");
        await using var server = await ServerProcess.StartAsync(shop.New("store"), "--keys", keys, "--retrain-every", "off");
        Tool.Json($"data push {shop.Ratings} --to {server.Url} --key-file {owner}");
        Assert.Contains("wants an API key", Tool.Run("publish", shop.Model, "--to", server.Url).Failed(ExitCode.Failed), StringComparison.Ordinal);
        Assert.Contains("admin", Tool.Run("publish", shop.Model, "--to", server.Url, "--key-file", visitor).Failed(ExitCode.Failed), StringComparison.Ordinal);
        var published = Tool.Json($"publish {shop.Model} --to {server.Url} --key-file {owner}");
        Assert.True(published.GetProperty("active").GetBoolean(), published.ToString());
        server.Client.DefaultRequestHeaders.Add("X-API-Key", await File.ReadAllTextAsync(visitor));
        var list = await server.GetAsync("attune/v1/placements/home/recommendations?user=u4&n=3");
        Assert.Equal(published.GetProperty("version").GetString(), list.GetProperty("modelVersion").GetString());
    }

    [Fact]
    public async Task Publish_ToSomethingElse_SaysThatItIsNoServer()
    {
        await using var server = await ServerProcess.StartAsync("memory");
        Assert.Contains("not as a server of Attune does", Tool.Run("publish", shop.Model, "--to", $"{server.Url}/elsewhere").Failed(ExitCode.Failed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("publish nowhere --to http://127.0.0.1:1", "There is no folder nowhere", ExitCode.Failed)]
    [InlineData("publish {file} --to http://127.0.0.1:1", "There is no folder", ExitCode.Failed)]
    [InlineData("publish {folder} --to http://127.0.0.1:1", "holds no trained model", ExitCode.Failed)]
    [InlineData("publish {model} --to http://127.0.0.1:1", "Nothing listens at http://127.0.0.1:1", ExitCode.Failed)]
    [InlineData("publish {model}", "--to", ExitCode.Misused)]
    [InlineData("publish {model} --to http://", "is not the address of a server", ExitCode.Misused)]
    [InlineData("publish {model} --to {file}", "is a file", ExitCode.Misused)]
    [InlineData("publish {model} --to http://127.0.0.1:1 --key-file nowhere", "there is no file nowhere", ExitCode.Misused)]
    [InlineData("publish {model} --to {folder} --key-file {file}", "--key-file is for a server", ExitCode.Misused)]
    public void Publish_WrongUse_SaysWhatIsRight(string line, string hint, int code)
    {
        var words = line.Split(' ').Select(w => w switch { "{model}" => shop.Model, "{file}" => shop.Ratings, "{folder}" => Path.GetDirectoryName(shop.Ratings)!, _ => w });
        Assert.Contains(hint, Tool.Run([.. words]).Failed(code), StringComparison.Ordinal);
    }

    string Key(string name)
    {
        var file = shop.New(name);
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"key-of-the-{name}-in-tests"));
        return file;
    }

    static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(File.ReadAllText(file))));
}
