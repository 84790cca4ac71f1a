using System.Text.RegularExpressions;

namespace Attune.Tests;

/// <summary>Every model has the same furniture: a header with formula and paper, a contract test, a row in docs/models.md.</summary>
public sealed class FurnitureTests
{
    static IEnumerable<Type> Trainers => new[] { typeof(Dataset), typeof(Neural.Sasrec) }.SelectMany(t => t.Assembly.GetExportedTypes()).Where(t => t.IsAssignableTo(typeof(ITrainer)) && t.IsClass);

    public static TheoryData<string> Models => [.. Trainers.Select(t => t.Name)];

    static string Source(string model) => File.ReadAllText(Repository.Sources("src").Single(f => Path.GetFileName(f) == model + ".cs"));

    [Theory, MemberData(nameof(Models))]
    public void Model_IsASealedRecordNamedAsItsFile(string model) => Assert.Matches($@"public sealed (partial )?record {model}\b", Source(model));

    [Theory, MemberData(nameof(Models))]
    public void Model_HeaderSaysFormulaShapesAndDeterminism(string model)
    {
        var source = Source(model);
        var before = source[..Regex.Match(source, $@"public sealed (partial )?record {model}\b").Index];
        var header = before[before.LastIndexOf("/// <summary>", StringComparison.Ordinal)..];
        Assert.Contains("=", header, StringComparison.Ordinal);
        Assert.Matches("(?i)determinis", header);
        Assert.Matches("(?i)shape|users|items", header);
    }

    [Theory, MemberData(nameof(Models))]
    public void Model_HasAContractTest(string model)
    {
        var tests = Repository.Sources("tests").Single(f => Path.GetFileName(f) == model + "Tests.cs");
        Assert.Matches($@"public sealed class {model}Tests : \w+Contract\b", File.ReadAllText(tests));
    }

    [Theory, MemberData(nameof(Models))]
    public void Model_HasARowInTheDocs(string model)
    {
        var name = Options.NameOf(Trainers.Single(t => t.Name == model));
        Assert.Matches($@"(?m)^\| `{name}` \|", File.ReadAllText(Repository.At("docs", "models.md")));
    }
}
