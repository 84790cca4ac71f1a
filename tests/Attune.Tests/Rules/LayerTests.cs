using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Attune.Tests;

public sealed class LayerTests
{
    static readonly string[] Core =
        ["Numerics", "Data", "Text", "Splits", "Recommenders", "Ranking", "Metrics", "Evaluation", "Models", "Ensembles", "Drift", "Energy", "Reports"];

    static readonly string[] Neural = ["Torch", "Modules", "Training", "Sequence", "Collaborative", "Ctr", "Basket"];

    static readonly string[] Trees = ["Boosting", "Baskets"];

    static readonly string[] WrittenByGenerators = ["CS8795", "CS0165", "CS0170", "CS0534", "CS0117", "CS1729", "CS7036"];

    static readonly string[] Serving = ["Options", "Running", "Storage", "Engine", "Models", "Feed", "Api", "Dashboard", "Hosting"];

    static string[] Order(string library) => library switch { "Attune" => Core, "Attune.Trees" => Trees, "Attune.Serving" => Serving, _ => Neural };

    [Theory, InlineData("Attune"), InlineData("Attune.Neural"), InlineData("Attune.Trees"), InlineData("Attune.Serving")]
    public void Library_EveryName_IsDeclaredInTheSameOrALowerFolder(string library)
    {
        var (order, compilation) = (Order(library), Repository.Library(library));
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        var names = HighestFolderByName(compilation, order);
        foreach (var tree in compilation.SyntaxTrees.Where(t => t.FilePath != ""))
        {
            var model = compilation.GetSemanticModel(tree);
            var from = Layer(tree.FilePath, order);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(n => names.GetValueOrDefault(n.Identifier.Text, -1) > from))
                if (Declared(model.GetSymbolInfo(name).Symbol, order) is { } file && Layer(file, order) > from)
                    wrong.Add($"{Repository.Relative(tree.FilePath)} uses {name.Identifier.Text} of {Repository.Relative(file)}");
        }
        Assert.True(wrong.Count == 0, $"These names lie above the folder that uses them ({string.Join(" < ", order)}):\n  {string.Join("\n  ", wrong)}");
    }

    [Theory, InlineData("Attune"), InlineData("Attune.Neural"), InlineData("Attune.Trees"), InlineData("Attune.Serving")]
    public void Library_EveryFolder_IsInTheOrder(string library)
    {
        var folders = Directory.GetDirectories(Repository.At("src", library)).Select(Path.GetFileName).Where(f => f is not ("bin" or "obj"));
        Assert.Empty(folders.Except(Order(library)));
    }

    // The bodies of partial methods come from source generators, which do not run here: they are missing (CS8795), and what they assign seems unassigned (CS0165, CS0170).
    // So are the members of contexts for JSON (CS0534, CS0117, CS1729, CS7036).
    [Theory, InlineData("Attune"), InlineData("Attune.Neural"), InlineData("Attune.Trees"), InlineData("Attune.Serving")]
    public void Library_Compiles_SoThatNamesAreResolved(string library) =>
        Assert.Equal("", string.Join("\n", Repository.Library(library).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && !WrittenByGenerators.Contains(d.Id))));

    [Fact]
    public void NativeImports_StandInTorchAlone() => Assert.Empty(Repository.Sources("src")
        .Where(f => !Repository.Relative(f).StartsWith("src/Attune.Neural/Torch/", StringComparison.Ordinal))
        .Where(f => Repository.Parse(f).GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            .Any(n => n.Identifier.Text is "LibraryImport" or "LibraryImportAttribute" or "DllImport" or "DllImportAttribute" or "NativeLibrary"))
        .Select(Repository.Relative));

    // Only what is declared under that name in a higher folder can be a fault: all other names need not be resolved, which takes most of the time.
    static Dictionary<string, int> HighestFolderByName(CSharpCompilation compilation, string[] order)
    {
        var highest = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees.Where(t => t.FilePath != ""))
            foreach (var token in tree.GetRoot().DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken) && t.Parent is not SimpleNameSyntax))
                foreach (var name in new[] { token.Text, token.Text.EndsWith("Attribute", StringComparison.Ordinal) ? token.Text[..^9] : token.Text })
                    highest[name] = Math.Max(highest.GetValueOrDefault(name, -1), Layer(tree.FilePath, order));
        return highest;
    }

    // A member of a partial type belongs to the file that declares the member; a type to the lowest folder that declares a part of it.
    static string? Declared(ISymbol? symbol, string[] order) => symbol is null or INamespaceSymbol or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or ITypeParameterSymbol ? null
        : symbol.Locations.Where(l => l.IsInSource).Select(l => l.SourceTree!.FilePath).MinBy(f => Layer(f, order));

    static int Layer(string file, string[] order) => Array.IndexOf(order, Repository.Relative(file).Split('/')[2]);
}
