using System.CommandLine;
using System.Security.Cryptography;
using System.Text;

namespace Attune.Cli;

/// <summary><c>attune serve</c>: the server, on a store that needs no other set-up, until Ctrl-C.</summary>
static class ServeCommand
{
    const int ShortKey = 20;
    static readonly ServerSettings Settings = [];
    static readonly Option<string> Urls = new("--urls") { HelpName = "URL;URL", Description = "Where to listen: an address of this machine, localhost, or * for all. A port 0 is any free one.", DefaultValueFactory = _ => "http://127.0.0.1:5000" };
    static readonly Option<bool> HashKey = new("--hash-key") { Description = "Read an API key from the input and print the hash that --keys and the configuration want; then end." };

    internal static Verb Create() => new Verb("serve", "Serves recommendations over HTTP: by popularity at once, from a trained model as soon as there is one. Ctrl-C stops it.",
        "attune serve --store shop --urls http://127.0.0.1:8080",
        "attune serve --store shop --model als --set factors=64 --retrain-every 30m --weights view=0.2,cart=0.5,purchase=1",
        "attune serve --store postgres:Host=db;Database=shop;Username=attune --urls http://*:8080 --keys keys.json",
        "attune serve --hash-key") { Settings, Urls, HashKey }.Does(async call =>
    {
        if (call.Value(HashKey)) Hash(call, Console.In);
        else await ServeAsync(call);
    });

    static async Task ServeAsync(Call call)
    {
        var urls = ListenAddresses.Read("--urls", call.Value(Urls)!);
        await using var server = await WebServer.StartAsync(call, urls, configuration => Settings.Read(call, configuration));
        foreach (var line in server.Welcome) call.Say(line);
        call.AnswerLine(new { url = server.Urls[0], urls = server.Urls, store = server.Store, process = Environment.ProcessId }, null);
        await server.WaitAsync(call.Cancellation);
        call.Say("Stopping: requests that have begun are finished.");
        await server.StopAsync();
        call.Say("Stopped.");
    }

    /// <summary>Prints the SHA-256 of the key on the first line of the input, as the configuration wants it.</summary>
    internal static void Hash(Call call, TextReader input)
    {
        var key = input.ReadLine()?.Trim() ?? "";
        if (key.Length == 0) throw new UsageException("--hash-key reads a key from the input, and there is none; try: head -c 24 /dev/urandom | base64 | tee key.txt | attune serve --hash-key");
        if (key.Length < ShortKey) call.Note($"The key has {key.Length} characters; one of {ShortKey} or more that nobody has thought of is hard to guess.");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        call.AnswerLine(new { hash }, hash);
    }
}
