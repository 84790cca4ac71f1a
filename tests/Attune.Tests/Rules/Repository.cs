using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Attune.Tests;

/// <summary>The repository as the rules see it: its root, its source files, one compilation per library.</summary>
static class Repository
{
    static readonly ConcurrentDictionary<string, Lazy<CSharpCompilation>> Compilations = new();

    internal static string Root => TestData.Root;

    /// <summary>A library below src, compiled from source with names resolved; what may be null is left to the real build.</summary>
    internal static CSharpCompilation Library(string name) => Compilations.GetOrAdd(name, n => new(() => Compile(n))).Value;

    internal static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    internal static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>All C# files below a folder of the repository, generated ones left out.</summary>
    internal static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(At(folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !Relative(f).Split('/').Any(p => p is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    internal static SyntaxTree Parse(string file) => ParseText(File.ReadAllText(file), file);

    internal static SyntaxTree ParseText(string code, string file = "") => CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Preview), file);

    internal static IEnumerable<MetadataReference> PlatformReferences() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(p => Path.GetFileName(p).StartsWith("System", StringComparison.Ordinal) || Path.GetFileName(p) is "netstandard.dll" or "mscorlib.dll")
        .Select(p => MetadataReference.CreateFromFile(p));

    // The server stands on ASP.NET Core and on clients of databases and a broker, the trees on ML.NET.
    static IEnumerable<MetadataReference> AllReferencesBut(string library) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(p => p.EndsWith(".dll", StringComparison.Ordinal) && Path.GetFileName(p) != library + ".dll")
        .Select(p => MetadataReference.CreateFromFile(p));

    internal const string ImplicitUsings = "global using System; global using System.IO; global using System.Linq; global using System.Collections.Generic; global using System.Threading; global using System.Threading.Tasks; global using System.Net.Http;";

    // Under its own name, so that it sees what the core shows to it alone.
    static CSharpCompilation Compile(string library) => CSharpCompilation.Create(library,
        Sources($"src/{library}").Select(f => Parse(f)).Append(ParseText(ImplicitUsings)),
        library switch
        {
            "Attune" => PlatformReferences(),
            "Attune.Serving" or "Attune.Trees" => AllReferencesBut(library),
            _ => PlatformReferences().Append(MetadataReference.CreateFromFile(typeof(Dataset).Assembly.Location)),
        },
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
}
