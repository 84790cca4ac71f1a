using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attune.Cli;
using Attune.Tests;

namespace Attune.Serving.Tests;

/// <summary>
/// The section "Serve" of the README, run as it stands: its commands of the tool against a store of the test's own, its calls of curl against that server. Where a
/// line of JSON follows, it is what comes out, but for numbers that every run draws anew (ATTUNE_APPROVE=1 writes it there).
/// </summary>
public sealed partial class ReadmeServeTests
{
    static readonly string Readme = Path.Combine(TestData.Root, "README.md");

    [Fact]
    public async Task Serve_CommandsOfTheReadme_DoWhatItShows()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that reaches one process of a console alone.");
        using var folder = new TemporaryFolder();
        var lines = Section().Match((await File.ReadAllTextAsync(Readme)).ReplaceLineEndings("\n")).Groups["lines"].Value.TrimEnd().Split('\n');
        ServerProcess? server = null;
        try
        {
            for (var i = 0; i < lines.Length; i++)
            {
                var line = lines[i].TrimEnd('&', ' ');
                if (line.StartsWith("./attune serve", StringComparison.Ordinal)) server = await ServerProcess.StartAsync(folder.At("shop"), [.. Words(line).SkipWhile(w => w != "--urls").Skip(2)]);
                else if (line.StartsWith("./attune", StringComparison.Ordinal)) InRoot([.. Words(line).Skip(1).Select(w => w.Replace("out/shop", folder.At("shop"), StringComparison.Ordinal).Replace(Url().Match(line).Value is { Length: > 0 } url ? url : "\0", server?.Url ?? "", StringComparison.Ordinal))]);
                else if (line.StartsWith("curl", StringComparison.Ordinal)) lines[i + 1] = Shown(lines, i + 1, await AskAsync(server!, line));
            }
            Assert.Equal(ExitCode.Success, await server!.EndAsync());
        }
        finally
        {
            if (server is not null) await server.DisposeAsync();
        }
        if (Environment.GetEnvironmentVariable("ATTUNE_APPROVE") == "1") Write(lines);
    }

    static async Task<JsonNode> AskAsync(ServerProcess server, string line)
    {
        var path = Url().Replace(Words(line)[^1], "").TrimStart('/');
        var answer = line.Contains("-X POST", StringComparison.Ordinal) ? await server.PostAsync(path) : await server.GetAsync(path);
        return JsonNode.Parse(answer.GetRawText())!;
    }

    // What the README shows is a part of the answer: the members that it names, with "…" for what no two runs have in common.
    static string Shown(string[] lines, int at, JsonNode answer)
    {
        if (!lines[at].StartsWith('{')) return lines[at];
        var shown = JsonNode.Parse(lines[at])!;
        var same = Part(shown, answer);
        if (Environment.GetEnvironmentVariable("ATTUNE_APPROVE") == "1") return same!.ToJsonString(Format);
        Assert.Equal(shown.ToJsonString(Format), same!.ToJsonString(Format));
        return lines[at];
    }

    static readonly System.Text.Json.JsonSerializerOptions Format = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static JsonNode? Part(JsonNode? shown, JsonNode? answer) => (shown, answer) switch
    {
        (JsonObject s, JsonObject a) => new JsonObject(s.Select(p => KeyValuePair.Create(p.Key, Part(p.Value, a[p.Key])))),
        (JsonArray s, JsonArray a) => new JsonArray([.. a.Select((v, i) => Part(i < s.Count ? s[i] : s.LastOrDefault(), v))]),
        (JsonValue s, not null) when s.TryGetValue<string>(out var text) && text == "…" => "…",
        // The last digits of a sum depend on the width of the processor's vectors.
        (_, JsonValue a) when a.TryGetValue<double>(out var number) => Math.Round(number, 2),
        _ => answer?.DeepClone(),
    };

    static void InRoot(string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(App).Assembly.Location, .. words]) { WorkingDirectory = TestData.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        using var tool = Process.Start(start)!;
        var errors = tool.StandardError.ReadToEndAsync();
        tool.StandardOutput.ReadToEnd();
        tool.WaitForExit();
        Assert.True(tool.ExitCode == 0, $"{string.Join(' ', words)}: {errors.Result}");
    }

    static void Write(string[] lines)
    {
        var text = File.ReadAllText(Readme).ReplaceLineEndings("\n");
        var shown = Section().Match(text).Groups["lines"];
        File.WriteAllText(Readme, string.Concat(text.AsSpan(0, shown.Index), string.Join('\n', lines) + "\n", text.AsSpan(shown.Index + shown.Length)));
    }

    static string[] Words(string line) => [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('\''))];

    [GeneratedRegex(@"\n## Serve\n.*?```\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Url();
}
