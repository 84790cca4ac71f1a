using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Attune.Tests;

/// <summary>
/// Small rooms: a file has at most 300 lines, a body at most 40. An exemption stands at the exempted place, as a comment
/// <c>// budget: the reason</c> on the first line of the file (then up to 500 lines) or right above the method.
/// </summary>
public sealed partial class BudgetTests
{
    static IEnumerable<string> AllSources => new[] { "src", "tests" }.SelectMany(Repository.Sources);

    [Fact]
    public void Files_HaveAtMost300Lines()
    {
        var wrong = AllSources.Select(f => (File: f, Lines: File.ReadAllLines(f)))
            .Where(f => f.Lines.Length > (Exempt().IsMatch(f.Lines[0]) ? 500 : 300))
            .Select(f => $"{Repository.Relative(f.File)}: {f.Lines.Length} lines");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Bodies_HaveAtMost40Lines()
    {
        var wrong = AllSources.SelectMany(f => Repository.Parse(f).GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
            .Where(m => m.Body is not null && Lines(m.Body) > 40 && !m.GetLeadingTrivia().Any(t => Exempt().IsMatch(t.ToString())))
            .Select(m => $"{Repository.Relative(m.SyntaxTree.FilePath)}: {m.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {Lines(m.Body!)} lines");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Folders_HaveAtMost20SourceFiles()
    {
        var wrong = Directory.GetDirectories(Repository.At("src"), "*", SearchOption.AllDirectories)
            .Where(d => !Repository.Relative(d).Split('/').Any(p => p is "bin" or "obj"))
            .Select(d => (Folder: Repository.Relative(d), Count: Directory.GetFiles(d, "*.cs").Length))
            .Where(d => d.Count > 20).Select(d => $"{d.Folder}: {d.Count} files");
        Assert.Empty(wrong);
    }

    // The lines between the braces.
    static int Lines(BlockSyntax body)
    {
        var span = body.GetLocation().GetLineSpan();
        return Math.Max(0, span.EndLinePosition.Line - span.StartLinePosition.Line - 1);
    }

    [GeneratedRegex(@"^\s*// budget: \S.{9,}")]
    private static partial Regex Exempt();
}
