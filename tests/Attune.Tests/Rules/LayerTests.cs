using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Attune.Tests;

public sealed class LayerTests
{
    static readonly string[] Order =
        ["Numerics", "Data", "Text", "Splits", "Recommenders", "Ranking", "Metrics", "Evaluation", "Models", "Ensembles", "Drift", "Energy", "Reports"];

    [Fact]
    public void Core_EveryName_IsDeclaredInTheSameOrALowerFolder()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        var names = HighestFolderByName();
        foreach (var tree in Repository.Core.SyntaxTrees.Where(t => t.FilePath != ""))
        {
            var model = Repository.Core.GetSemanticModel(tree);
            var from = Layer(tree.FilePath);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(n => names.GetValueOrDefault(n.Identifier.Text, -1) > from))
                if (Declared(model.GetSymbolInfo(name).Symbol) is { } file && Layer(file) > from)
                    wrong.Add($"{Repository.Relative(tree.FilePath)} uses {name.Identifier.Text} of {Repository.Relative(file)}");
        }
        Assert.True(wrong.Count == 0, $"These names lie above the folder that uses them ({string.Join(" < ", Order)}):\n  {string.Join("\n  ", wrong)}");
    }

    [Fact]
    public void Core_EveryFolder_IsInTheOrder()
    {
        var folders = Directory.GetDirectories(Repository.At("src", "Attune")).Select(Path.GetFileName).Where(f => f is not ("bin" or "obj"));
        Assert.Empty(folders.Except(Order));
    }

    // CS8795: the bodies of partial methods come from source generators, which do not run here.
    [Fact]
    public void Core_Compiles_SoThatNamesAreResolved() =>
        Assert.Equal("", string.Join("\n", Repository.Core.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != "CS8795")));

    // Only what is declared under that name in a higher folder can be a fault: all other names need not be resolved, which takes most of the time.
    static Dictionary<string, int> HighestFolderByName()
    {
        var highest = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var tree in Repository.Core.SyntaxTrees.Where(t => t.FilePath != ""))
            foreach (var token in tree.GetRoot().DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken) && t.Parent is not SimpleNameSyntax))
                foreach (var name in new[] { token.Text, token.Text.EndsWith("Attribute", StringComparison.Ordinal) ? token.Text[..^9] : token.Text })
                    highest[name] = Math.Max(highest.GetValueOrDefault(name, -1), Layer(tree.FilePath));
        return highest;
    }

    // A member of a partial type belongs to the file that declares the member; a type to the lowest folder that declares a part of it.
    static string? Declared(ISymbol? symbol) => symbol is null or INamespaceSymbol or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or ITypeParameterSymbol ? null
        : symbol.Locations.Where(l => l.IsInSource).Select(l => l.SourceTree!.FilePath).MinBy(Layer);

    static int Layer(string file) => Array.IndexOf(Order, Repository.Relative(file).Split('/')[2]);
}
