using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Attune.Cli;
using Attune.Tests;

namespace Attune.Serving.Tests;

/// <summary>The command within the test's process: its words, and what goes wrong at the start.</summary>
public sealed class ServeCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("serve", "--store is missing")]
    [InlineData("serve --store {file}", "is a file")]
    [InlineData("serve --store postgres:nonsense", "no connection string")]
    [InlineData("serve --store memory --urls nowhere", "'nowhere' is not an address")]
    [InlineData("serve --store memory --urls ftp://127.0.0.1:5", "is not an address")]
    [InlineData("serve --store memory --urls http://127.0.0.1:5/path", "without a path")]
    [InlineData("serve --store memory --urls http://shop.example:80", "'shop.example' is a name")]
    [InlineData("serve --store memory --urls ;", "--urls is empty")]
    [InlineData("serve --store memory --model als --set factors=0", "factors")]
    [InlineData("serve --store memory --model nothing", "nothing")]
    [InlineData("serve --store memory --set colour=red", "colour")]
    [InlineData("serve --store memory --retrain-every soon", "'soon' is not a time")]
    [InlineData("serve --store memory --retrain-every 0h", "'0h' is not a time")]
    [InlineData("serve --store memory --weights view", "'view' is not of the form")]
    [InlineData("serve --store memory --keys nowhere.json", "there is no file nowhere.json")]
    [InlineData("serve --store memory --keys {empty}", "has no keys")]
    [InlineData("serve --store memory --config nowhere.json", "there is no file nowhere.json")]
    [InlineData("serve --store memory --config {empty}", "has no section \"Attune\"")]
    [InlineData("serve --store memory --config {unknown}", "Retrian")]
    [InlineData("serve --store memory --config {wrong}", "DefaultCount")]
    [InlineData("serve --store memory --keys {scopes}", "everything")]
    [InlineData("serve --store memory --space Two", "Space")]
    [InlineData("serve --store memory --feed http://127.0.0.1", "RabbitMq")]
    public void Serve_WrongUse_SaysWhatIsRight(string line, string hint)
    {
        var files = new Dictionary<string, string>
        {
            ["{file}"] = Text("a.txt", "x"),
            ["{empty}"] = Text("empty.json", "{}"),
            ["{unknown}"] = Text("unknown.json", """{"Attune":{"Retrian":{"Model":"als"}}}"""),
            ["{wrong}"] = Text("wrong.json", """{"Attune":{"Api":{"DefaultCount":0}}}"""),
            ["{scopes}"] = Text("scopes.json", $$$"""{"keys":[{"name":"shop","hash":"{{{new string('a', 64)}}}","scopes":["everything"]}]}"""),
        };
        foreach (var (name, path) in files) line = line.Replace(name, path, StringComparison.Ordinal);
        Assert.Contains(hint, Tool.Run(line.Split(' ')).Failed(ExitCode.Misused), StringComparison.Ordinal);
    }

    [Fact]
    public void Serve_ConfigThatIsNoJson_NamesTheFile() =>
        Assert.Contains("broken.json", Tool.Run("serve", "--store", "memory", "--config", Text("broken.json", "{")).Failed(ExitCode.Failed), StringComparison.Ordinal);

    [Fact]
    public void Serve_PortInUse_IsOneClearError()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        Assert.Contains($"{url} is in use by another program", Tool.Run("serve", "--store", "memory", "--urls", url).Failed(ExitCode.Failed), StringComparison.Ordinal);
    }

    [Fact]
    public void Serve_AddressOfAnotherMachine_IsOneClearError() =>
        Assert.Contains("is not an address of this machine", Tool.Run("serve", "--store", "memory", "--urls", "http://192.0.2.1:8080").Failed(ExitCode.Failed), StringComparison.Ordinal);

    [Fact]
    public void Serve_HttpsWithoutCertificate_SaysWhereToNameOne() =>
        Assert.Contains("Kestrel:Certificates:Default", Tool.Run("serve", "--store", "memory", "--urls", "https://127.0.0.1:0").Failed(ExitCode.Failed), StringComparison.Ordinal);

    [Fact]
    public async Task Serve_UntilStopped_SaysWhereItListensAndEndsWithSuccess()
    {
        var (code, output, error) = await ServedAsync(["serve", "--store", "memory", "--urls", "http://127.0.0.1:0"]);
        Assert.Equal((ExitCode.Success, ""), (code, output));
        Assert.Contains("Listening on http://127.0.0.1:", error, StringComparison.Ordinal);
        Assert.Contains("everybody on this machine may read, write and administer", error, StringComparison.Ordinal);
        Assert.Contains("Stopped.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_Json_PrintsOneLineWithUrlAndStore()
    {
        var store = _folder.At("shop");
        var (code, output, _) = await ServedAsync(["serve", "--store", store, "--urls", "http://127.0.0.1:0", "--json"]);
        Assert.Equal(ExitCode.Success, code);
        var ready = System.Text.Json.JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.StartsWith("http://127.0.0.1:", ready.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal($"sqlite:{store}", ready.GetProperty("store").GetString());
    }

    [Fact]
    public async Task Serve_Quiet_SaysNothing()
    {
        var (code, output, error) = await ServedAsync(["serve", "--store", "memory", "--urls", "http://127.0.0.1:0", "--quiet", "--json"]);
        Assert.Equal((ExitCode.Success, ""), (code, error));
        Assert.NotEqual("", output);
    }

    [Fact]
    public async Task Serve_EveryAddressWithKeys_SaysHowManyAreKnown()
    {
        var keys = Text("keys.json", $$$"""{"keys":[{"name":"shop","hash":"{{{new string('a', 64)}}}","scopes":["read","write"]},{"name":"owner","hash":"{{{new string('b', 64)}}}","scopes":["admin"]}]}""");
        var (code, _, error) = await ServedAsync(["serve", "--store", "memory", "--urls", "http://*:0", "--keys", keys]);
        Assert.Equal(ExitCode.Success, code);
        Assert.Contains("2 API keys are known", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HashKey_PrintsTheSha256OfTheFirstLineOfTheInput()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(App).Assembly.Location, "serve", "--hash-key"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var tool = Process.Start(start)!;
        await tool.StandardInput.WriteLineAsync("abc");
        tool.StandardInput.Close();
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n", await tool.StandardOutput.ReadToEndAsync());
        Assert.Contains("The key has 3 characters", await tool.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await tool.WaitForExitAsync();
        Assert.Equal(ExitCode.Success, tool.ExitCode);
    }

    [Fact]
    public void StoreName_Shown_LeavesOutUserAndPassword() =>
        Assert.Equal("postgres:db:5433/shop", StoreName.Shown("postgres:Host=db;Port=5433;Database=shop;Username=attune;Password=secret"));

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    string Text(string name, string text)
    {
        File.WriteAllText(_folder.At(name), text);
        return _folder.At(name);
    }

    // Runs the server in this process until it has said where it listens, and then stops it as Ctrl-C does.
    static async Task<(int Code, string Output, string Error)> ServedAsync(string[] words)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var output = new Heard();
        using var error = new Heard();
        var running = Task.Run(() => App.Run(words, output, error, stop.Token));
        await Task.WhenAny(running, words.Contains("--json") ? output.Line : error.Line);
        await stop.CancelAsync();
        return (await running, output.ToString(), error.ToString());
    }

    sealed class Heard : StringWriter
    {
        readonly TaskCompletionSource _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Line => _line.Task;

        public override void WriteLine(string? value)
        {
            lock (this) base.WriteLine(value);
            if (value?.Contains("127.0.0.1:", StringComparison.Ordinal) == true || value?.Contains("Listening", StringComparison.Ordinal) == true) _line.TrySetResult();
        }

        public override string ToString()
        {
            lock (this) return base.ToString();
        }
    }
}
