using System.Text.RegularExpressions;

namespace Attune.Tests;

/// <summary>Every model has the same furniture: a header with formula and paper, a contract test, a row in docs/models.md.</summary>
public sealed class FurnitureTests
{
    static IEnumerable<Type> Trainers => new[] { typeof(Dataset), typeof(Neural.Sasrec), typeof(Trees.CadenceTrees) }.SelectMany(t => t.Assembly.GetExportedTypes()).Where(t => t.IsAssignableTo(typeof(ITrainer)) && t is { IsClass: true, IsAbstract: false });

    public static TheoryData<string> Models => [.. Trainers.Select(t => t.Name)];

    // A loss may bear a model's name: the model is the one that is a record, its test the one that holds a contract.
    static string Source(string model) => Files("src", model).Single(text => Regex.IsMatch(text, $@"\brecord {model}\b"));

    static IEnumerable<string> Files(string folder, string name) => Repository.Sources(folder).Where(f => Path.GetFileName(f) == name + ".cs").Select(File.ReadAllText);

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
    public void Model_HasAContractTest(string model) =>
        Assert.Single(Files("tests", model + "Tests"), text => Regex.IsMatch(text, $@"public sealed class {model}Tests : \w+Contract\b"));

    [Theory, MemberData(nameof(Models))]
    public void Model_HasARowInTheDocs(string model)
    {
        var name = Options.NameOf(Trainers.Single(t => t.Name == model));
        Assert.Matches($@"(?m)^\| `{name}` \|", File.ReadAllText(Repository.At("docs", "models.md")));
    }

    /// <summary>What models share is told once, in one table, and not in each row.</summary>
    [Fact]
    public void SharedOptions_HaveARowInTheDocs()
    {
        var table = File.ReadAllText(Repository.At("docs", "models.md")).Split("## How neural models are trained")[1].Split("\n## ")[0];
        var shared = Options.Of(typeof(Neural.NetworkTrainer)).Where(p => !p.GetMethod!.IsAbstract).Select(Options.NameOf).ToList();
        Assert.Equal(13, shared.Count);
        Assert.All(shared, name => Assert.Matches($@"(?m)^\|[^|]*`{name}`[^|]*\|", table));
    }
}
