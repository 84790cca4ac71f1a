using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Attune.Tests;

namespace Attune.Serving.Tests;

/// <summary>The sample that is a web application, run as its first line says, asked, and stopped.</summary>
public sealed partial class SampleTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Serve_AsksTheEmbeddedServerFromAnEndpointOfItsOwn()
    {
        using var sample = Process.Start(new ProcessStartInfo("dotnet", "run samples/04-serve.cs -- --urls http://127.0.0.1:0") { WorkingDirectory = TestData.Root, RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var errors = sample.StandardError.ReadToEndAsync();
            using var client = new HttpClient { BaseAddress = new Uri(await UrlAsync(sample, errors).WaitAsync(Patience)), Timeout = Patience };
            foreach (var (user, item) in new[] { ("ann", "tea"), ("bob", "tea"), ("bob", "jam") }) await client.GetStringAsync($"products/{item}?user={user}");
            var page = JsonDocument.Parse(await client.GetStringAsync("products/tea?user=cleo")).RootElement;
            Assert.Equal("tea", page.GetProperty("product").GetString());
            Assert.Equal("jam", page.GetProperty("alsoLookAt")[0].GetString());
            Assert.Equal("popular", page.GetProperty("by").GetString());
            Assert.Contains("\"items\"", await client.GetStringAsync("attune/v1/placements/home/recommendations?user=ann"), StringComparison.Ordinal);
        }
        finally
        {
            sample.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void Guide_ShowsTheSamplesAsTheyAre()
    {
        var guide = File.ReadAllText(Path.Combine(TestData.Root, "docs", "guide", "add-to-aspnet-core.md")).ReplaceLineEndings("\n");
        foreach (var name in new[] { "04-serve.cs", "05-without-http.cs" })
        {
            var sample = File.ReadAllText(Path.Combine(TestData.Root, "samples", name)).ReplaceLineEndings("\n");
            Assert.Contains(sample[sample.IndexOf("using ", StringComparison.Ordinal)..].Trim(), guide, StringComparison.Ordinal);
        }
    }

    static async Task<string> UrlAsync(Process sample, Task<string> errors)
    {
        while (await sample.StandardOutput.ReadLineAsync() is { } line)
            if (Listening().Match(line) is { Success: true } found) return found.Groups[1].Value + "/";
        Assert.Fail($"the sample did not start: {await errors}");
        return "";
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
