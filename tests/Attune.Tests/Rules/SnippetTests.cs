using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Attune.Tests;

/// <summary>
/// Documents that cannot rot: every C# block of README and the guide is compiled and run from the repository's root, and where a text block
/// follows, it is exactly what the program prints (ATTUNE_APPROVE=1 writes it there).
/// </summary>
[Collection(nameof(OwnsTheProcess))]
public sealed partial class SnippetTests
{

    public static TheoryData<string, int> Snippets()
    {
        var data = new TheoryData<string, int>();
        foreach (var file in Documents())
            for (var i = 0; i < Block().Count(File.ReadAllText(Repository.At(file))); i++) data.Add(file, i);
        return data;
    }

    [Theory, MemberData(nameof(Snippets))]
    public async Task Snippet_CompilesRunsAndPrintsWhatTheDocumentShows(string file, int index)
    {
        var block = Block().Matches(File.ReadAllText(Repository.At(file)).ReplaceLineEndings("\n"))[index];
        var printed = await Run(block.Groups["code"].Value);
        if (!block.Groups["output"].Success) return;
        if (Environment.GetEnvironmentVariable("ATTUNE_APPROVE") == "1") WriteOutput(file, block.Groups["output"], printed.TrimEnd() + "\n");
        else Assert.Equal(block.Groups["output"].Value.TrimEnd(), printed.TrimEnd());
    }

    static void WriteOutput(string file, Group shown, string printed)
    {
        var text = File.ReadAllText(Repository.At(file)).ReplaceLineEndings("\n");
        File.WriteAllText(Repository.At(file), string.Concat(text.AsSpan(0, shown.Index), printed, text.AsSpan(shown.Index + shown.Length)));
    }

    // An open one shows all that follows as code, headings too.
    [Fact]
    public void Documents_CloseWhatTheyFence() => Assert.All(Documents(), f => Assert.True(File.ReadLines(Repository.At(f)).Count(l => l.StartsWith("```", StringComparison.Ordinal)) % 2 == 0, f));

    [Fact]
    public void Readme_SixLines_AreTheFirstSample()
    {
        var readme = Block().Match(File.ReadAllText(Repository.At("README.md")).ReplaceLineEndings("\n")).Groups["code"].Value.Trim();
        var sample = File.ReadAllText(Repository.At("samples", "01-first-recommendation.cs")).ReplaceLineEndings("\n");
        Assert.EndsWith(readme, sample.Trim());
    }

    static IEnumerable<string> Documents() =>
        Directory.GetFiles(Repository.At("docs"), "*.md", SearchOption.AllDirectories).Select(Repository.Relative).Append("README.md").Order(StringComparer.Ordinal);

    static async Task<string> Run(string code)
    {
        var usings = Repository.ParseText(Repository.ImplicitUsings);
        var program = Repository.ParseText(code);
        var compilation = CSharpCompilation.Create("snippet" + code.GetHashCode(StringComparison.Ordinal).ToString("x", null), [usings, program],
            [.. Repository.PlatformReferences(), .. new[] { typeof(Dataset), typeof(Studies.Search) }.Select(t => MetadataReference.CreateFromFile(t.Assembly.Location))], new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        return await Capture(Assembly.Load(image.ToArray()).EntryPoint!);
    }

    static async Task<string> Capture(MethodInfo main)
    {
        var (console, folder) = (Console.Out, Environment.CurrentDirectory);
        try
        {
            using var writer = new StringWriter { NewLine = "\n" };
            Console.SetOut(writer);
            Environment.CurrentDirectory = Repository.Root;
            if (main.Invoke(null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()]) is Task task) await task;
            return writer.ToString().ReplaceLineEndings("\n");
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = folder;
        }
    }

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```(\s*\n```text\n(?<output>.*?)```)?", RegexOptions.Singleline)]
    private static partial Regex Block();
}
