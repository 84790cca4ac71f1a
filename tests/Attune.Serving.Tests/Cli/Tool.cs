using System.Text.Json;
using Attune.Cli;

namespace Attune.Serving.Tests;

/// <summary>The tool, run inside the test's process.</summary>
static class Tool
{
    internal static Ran Run(params IReadOnlyList<string> args) => Run(CancellationToken.None, args);

    internal static Ran Run(CancellationToken cancellation, IReadOnlyList<string> args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = App.Run(args, output, error, cancellation);
        return new Ran(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line whose words are separated by single spaces, with --json, and returns the answer; anything but success fails the test.</summary>
    internal static JsonElement Json(string line) => Run([.. line.Split(' '), "--json"]).Succeeded().Json;
}

/// <summary>What one run gave.</summary>
sealed record Ran(int Code, string Output, string Error)
{
    /// <summary>The whole output as JSON: whatever else stands in it fails the test.</summary>
    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;

    internal Ran Succeeded()
    {
        Assert.True(Code == 0, $"exit code {Code}: {Error}");
        return this;
    }

    /// <summary>It failed with this code, said why on one line, and gave no answer.</summary>
    internal string Failed(int code)
    {
        Assert.Equal(code, Code);
        Assert.Equal("", Output);
        var complaint = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("defect of Attune", Error, StringComparison.Ordinal);
        return complaint;
    }
}
