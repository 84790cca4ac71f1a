using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Attune.Tests;

/// <summary>Design rules that hold for every type, present and future.</summary>
public sealed partial class DesignTests
{
    static readonly string[] Libraries = ["Attune", "Attune.Neural", "Attune.Trees", "Attune.Serving"];

    static IEnumerable<(string File, SyntaxNode Root)> Parsed => Repository.Sources("src").Select(f => (f, Repository.Parse(f).GetRoot()));

    [Fact]
    public void Classes_AreSealedOrStatic()
    {
        var wrong = Parsed.SelectMany(p => p.Root.DescendantNodes().OfType<TypeDeclarationSyntax>())
            .Where(t => t is ClassDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: not (int)SyntaxKind.StructKeyword })
            .Where(t => !t.Modifiers.Any(m => m.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword) && !IsPartOfSealed(t))
            .Select(t => $"{Repository.Relative(t.SyntaxTree.FilePath)}: {t.Identifier.Text}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Files_DeclareOneTypeForTheOutside()
    {
        var wrong = Parsed.Select(p => (p.File, Types: p.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
                .SelectMany(n => n.Members).Where(m => m.Modifiers.Any(SyntaxKind.PublicKeyword)).ToList()))
            .Where(f => f.Types.Count > 1 && !f.Types.All(t => t is EnumDeclarationSyntax || t == f.Types[^1]))
            .Select(f => $"{Repository.Relative(f.File)}: {f.Types.Count} public types");
        Assert.Empty(wrong);
    }

    [Theory, InlineData("src/Attune"), InlineData("src/Attune.Neural"), InlineData("src/Attune.Trees"), InlineData("src/Attune.Studies"), InlineData("src/Attune.Serving")]
    public void Libraries_NeverTouchTheConsole(string library) =>
        Assert.Empty(Repository.Sources(library).Where(f => ConsoleUse().IsMatch(File.ReadAllText(f))).Select(Repository.Relative));

    [Fact]
    public void Core_HasNoDependencies() => Assert.Empty(typeof(Dataset).Assembly.GetReferencedAssemblies()
        .Where(a => !a.Name!.StartsWith("System", StringComparison.Ordinal)).Select(a => a.Name));

    [Theory, InlineData("Attune.Neural", ""), InlineData("Attune.Studies", "Attune.Neural")]
    public void Libraries_DependOnTheCoreAndTheLayerBelow(string library, string below) => Assert.Empty(Assembly.Load(library).GetReferencedAssemblies()
        // Win32Exception, which starting a process throws everywhere, lives in an assembly of the runtime with another name.
        .Where(a => a.Name is not ("Attune" or "Microsoft.Win32.Primitives") && a.Name != below && !a.Name!.StartsWith("System", StringComparison.Ordinal)).Select(a => a.Name));

    [Fact]
    public void Trees_DependOnTheCoreAndMlNet() => Assert.Empty(typeof(Trees.CadenceTrees).Assembly.GetReferencedAssemblies()
        .Where(a => a.Name != "Attune" && !a.Name!.StartsWith("Microsoft.ML.", StringComparison.Ordinal) && !a.Name.StartsWith("System", StringComparison.Ordinal)).Select(a => a.Name));

    // ASP.NET Core, the drivers of two databases and the client of the broker, and nothing else.
    [Fact]
    public void Serving_DependsOnWhatItsProjectNames() => Assert.DoesNotContain(typeof(Serving.IAttune).Assembly.GetReferencedAssemblies().Select(a => a.Name!), a =>
        a is not ("Attune" or "Attune.Neural" or "Attune.Trees" or "Microsoft.Data.Sqlite" or "Npgsql" or "RabbitMQ.Client" or "Microsoft.OpenApi" or "Microsoft.Net.Http.Headers" or "Microsoft.Win32.Primitives")
        && !a.StartsWith("System", StringComparison.Ordinal) && !a.StartsWith("SQLitePCLRaw", StringComparison.Ordinal)
        && !a.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) && !a.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));

    // What an application calls on its own builders is found without another using.
    [Fact]
    public void Serving_NamespaceIsTheAssembly_ButForTheDoorsOfTheFramework() => Assert.Equal(["Microsoft.AspNetCore.Builder.AttuneEndpointRouteBuilderExtensions", "Microsoft.Extensions.DependencyInjection.AttuneServiceCollectionExtensions"],
        typeof(Serving.IAttune).Assembly.GetExportedTypes().Where(t => t.Namespace != "Attune.Serving").Select(t => t.FullName).Order(StringComparer.Ordinal));

    [Theory, InlineData("Attune.Neural"), InlineData("Attune.Trees"), InlineData("Attune.Studies")]
    public void Libraries_NamespaceIsTheAssembly(string library) => Assert.Empty(Assembly.Load(library).GetExportedTypes().Where(t => t.Namespace != library).Select(t => t.FullName));

    [Fact]
    public void Core_NamespacesAreTheAssemblyOrNumerics() => Assert.Empty(typeof(Dataset).Assembly.GetExportedTypes()
        .Where(t => t.Namespace is not ("Attune" or "Attune.Numerics")).Select(t => t.FullName));

    [Fact]
    public void Folders_AreNamedForIdeas() => Assert.Empty(Directory.GetDirectories(Repository.At("src"), "*", SearchOption.AllDirectories)
        .Select(Path.GetFileName).Intersect(["Common", "Utils", "Helpers", "Abstractions", "Shared", "Infrastructure", "Misc"]));

    [Theory, InlineData("Attune"), InlineData("Attune.Neural"), InlineData("Attune.Trees")]
    public void FittedModels_ArePrivateAndSealed(string library) => Assert.Empty(Assembly.Load(library).GetTypes()
        .Where(t => t is { IsInterface: false } && t.IsAssignableTo(typeof(IRecommender)) && !(t.IsNestedPrivate && t.IsSealed)).Select(t => t.FullName));

    // One part of a partial type says sealed for all.
    static bool IsPartOfSealed(TypeDeclarationSyntax type) => type.Modifiers.Any(SyntaxKind.PartialKeyword)
        && Libraries.Any(l => Assembly.Load(l).GetType($"{l}.{type.Identifier.Text}") is { IsSealed: true });

    [GeneratedRegex(@"\bConsole\.(Write|Read|Error|Out|In)\b|\bConsole\.Write")]
    private static partial Regex ConsoleUse();
}
