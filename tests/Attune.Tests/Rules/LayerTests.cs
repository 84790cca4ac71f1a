using Microsoft.CodeAnalysis;
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
        foreach (var tree in Repository.Core.SyntaxTrees.Where(t => t.FilePath != ""))
        {
            var model = Repository.Core.GetSemanticModel(tree);
            var from = Layer(tree.FilePath);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
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

    // A member of a partial type belongs to the file that declares the member; a type to the lowest folder that declares a part of it.
    static string? Declared(ISymbol? symbol) => symbol is null or INamespaceSymbol or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or ITypeParameterSymbol ? null
        : symbol.Locations.Where(l => l.IsInSource).Select(l => l.SourceTree!.FilePath).MinBy(Layer);

    static int Layer(string file) => Array.IndexOf(Order, Repository.Relative(file).Split('/')[2]);
}
