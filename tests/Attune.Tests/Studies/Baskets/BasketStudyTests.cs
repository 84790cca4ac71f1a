using System.Globalization;
using System.Text;
using Attune.Numerics;
using Attune.Studies;

namespace Attune.Tests;

/// <summary>Studies of made-up calendars.</summary>
public sealed class BasketStudyTests : IDisposable
{
    const string Two = """[ { "model": "recency", "against": ["personal-frequency"] }, { "model": "personal-frequency" } ]""";

    readonly TinyStudy _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Run_TunesOnTheValidationUsers_AndHoldsModelsAgainstEachOther()
    {
        Write("""[ { "model": "cadence-lr", "against": ["personal-frequency", "decay"] }, { "model": "personal-frequency" }, { "model": "purchase-decay", "name": "decay", "tune": { "trials": 4, "space": "tau=5,20,80" } } ]""");
        var results = _tiny.Run();
        Assert.All(results, r => Assert.Equal("", r.Error));
        Assert.Equal(4, TunedNote.Read(results.Single(r => r.Cell.Model == "decay").Notes)!.Trials);
        var (lr, frequency) = (results.Single(r => r.Cell.Model == "cadence-lr"), results.Single(r => r.Cell.Model == "personal-frequency"));
        Assert.Equal(lr.Values[0] - frequency.Values[0], lr.Detail("versus personal-frequency", "precision@3")!.Mean, 1e-9);
        Assert.InRange(lr.Detail("versus decay", "p precision@3")!.Mean, 0, 1);
        // What a search has found is what others are held against.
        Assert.Equal(lr.Values[0] - results.Single(r => r.Cell.Model == "decay").Values[0], lr.Detail("versus decay", "precision@3")!.Mean, 1e-9);
        Assert.Equal(frequency.Detail("all", "precision@3")!.Mean, frequency.Values[0], 1e-9);
        Assert.InRange(lr.Detail("shift 7", "overlap")!.Mean, 0, 1);
        Assert.Equal(1, frequency.Detail("shift 7", "overlap")!.Mean);
    }

    [Fact]
    public void Run_SeveralTrainings_AreAveraged()
    {
        Write("""[ { "model": "cadence-lr" } ]""", """ , "trainings": 3 """);
        var three = Assert.Single(_tiny.Run()).Values[0];
        var each = new List<double>();
        for (var seed = 42; seed < 45; seed++)
        {
            using var one = new BasketStudyTests();
            one.Write("""[ { "model": "cadence-lr" } ]""", seed: seed);
            each.Add(Assert.Single(one._tiny.Run()).Values[0]);
        }
        Assert.Equal(each.Average(), three, 1e-9);
    }

    [Fact]
    public void Run_InAnotherProcess_IsHeldAgainstWhatWasKept()
    {
        Write(Two);
        _tiny.Run(_tiny.Options with { Only = "frequency" });
        // Each user has the value of the next: the mean stays, and differences user by user do not.
        var file = KeptFile();
        var kept = File.ReadAllLines(file);
        File.WriteAllLines(file, kept.Select(Turned));
        var recency = _tiny.Run().Single(r => r.Cell.Model == "recency");
        File.Delete(_tiny.Results);
        File.Delete(file);
        var truly = _tiny.Run().Single(r => r.Cell.Model == "recency");
        Assert.Equal(truly.Detail("versus personal-frequency", "precision@3")!.Mean, recency.Detail("versus personal-frequency", "precision@3")!.Mean, 1e-9);
        Assert.NotEqual(truly.Detail("versus personal-frequency", "precision@3")!.Deviation, recency.Detail("versus personal-frequency", "precision@3")!.Deviation);
    }

    [Theory]
    [InlineData("precision@3,1,1")]
    [InlineData("precision@3,1,half")]
    [InlineData("")]
    [InlineData(null)]
    public void Run_WhatWasKeptIsNotThatOfTheResults_TrainsAnew(string? kept)
    {
        Write(Two);
        var frequency = Assert.Single(_tiny.Run(_tiny.Options with { Only = "frequency" }));
        var file = KeptFile();
        if (kept is null) File.Delete(file);
        else File.WriteAllText(file, kept);
        var recency = _tiny.Run().Single(r => r.Cell.Model == "recency");
        Assert.Equal("", recency.Error);
        Assert.Equal(recency.Values[0] - frequency.Values[0], recency.Detail("versus personal-frequency", "precision@3")!.Mean, 1e-9);
        Assert.Equal(60, File.ReadLines(file).First().Split(',').Length - 1);
    }

    [Fact]
    public void Report_HasBothConventions_AndDifferences()
    {
        Write("""[ { "model": "personal-frequency" }, { "model": "recency", "against": ["personal-frequency"] }, { "model": "tifu-knn", "options": { "groupDays": 5, "groupDecay": 0.3, "groups": 10, "neighbors": 10 } } ]""");
        var report = StudyRun.ReportOf(_tiny.Read(), _tiny.Run()).ToMarkdown();
        foreach (var part in new[] { "All users who bought something again", "Users with at least k items", "User by user: the mean difference", "Lists some days later", "2 more have lists that stay as they are", "some days later, and precision@3 then", "lists per second" }) Assert.Contains(part, report, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OneFile_PartsItsUsers()
    {
        Write("""[ { "model": "personal-frequency" }, { "model": "cadence-lr" } ]""", files: false);
        Assert.All(_tiny.Run(), r => Assert.InRange(r.Values[0], 0.05, 1));
    }

    [Theory]
    [InlineData(""" "asOf": "tomorrow" """, "asOf is 'tomorrow'")]
    [InlineData(""" "validation": "a.csv" """, "name both, or none")]
    [InlineData(""" "trainings": 0 """, "trainings is 0")]
    public void Read_BasketsThatCannotBe_AreRefused(string baskets, string hint)
    {
        _tiny.Write($$"""{ "question": "Again?", "data": [ { "name": "tiny", "file": "train.csv", "baskets": { {{baskets}} } } ], "models": [ { "model": "recency" } ], "seeds": [42], "metrics": ["precision@3"] }""");
        Assert.Contains(hint, Assert.Throws<DataException>(_tiny.Read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[ { "model": "recency", "against": ["none"] } ]""", "against names 'none'")]
    [InlineData("""[ { "model": "recency", "against": ["recency"] } ]""", "against names 'recency'")]
    public void Read_AgainstWhatIsNot_IsRefused(string models, string hint)
    {
        Write(models);
        Assert.Contains(hint, Assert.Throws<DataException>(_tiny.Read).Message, StringComparison.Ordinal);
    }

    string KeptFile() => Assert.Single(Directory.GetFiles(Path.Combine(_tiny.Folder, "values")));

    static string Turned(string line) => line.Split(',') is var fields ? string.Join(',', [fields[0], .. fields[2..], fields[1]]) : "";

    void Write(string models, string more = "", int seed = 42, bool files = true)
    {
        foreach (var (name, from) in new[] { ("train.csv", 0), ("watched.csv", 1000), ("test.csv", 2000) }) File.WriteAllText(Path.Combine(_tiny.Options.Data, name), Calendar(from));
        var baskets = files ? $$""" "validation": "watched.csv", "test": "test.csv", "asOf": "2000-01-02", "shifts": [7]{{more}} """ : "";
        _tiny.Write($$"""{ "question": "Again?", "data": [ { "name": "tiny", "format": "calendar", "file": "train.csv", "baskets": { {{baskets}} } } ], "models": {{models}}, "seeds": [{{seed}}], "metrics": ["precision@3", "ndcg@3", "full-precision@3"], "watch": "precision@3" }""");
    }

    // Each user buys three of ten items often and two seldom; the often bought ones are more likely in the next basket.
    static string Calendar(int first)
    {
        var text = new StringBuilder("customer_id,item_id,label_in_next_basket,day_indices\n");
        for (var user = first; user < first + 60; user++)
        {
            var stream = ((Seed)user).Stream();
            for (var n = 0; n < 5; n++)
            {
                var days = Enumerable.Range(0, n < 3 ? 12 : 2).Select(_ => stream.NextInt(120)).Distinct().Order();
                text.Append(CultureInfo.InvariantCulture, $"{user},{(user + 2 * n) % 10},{(n == 0 || stream.NextDouble() < (n < 3 ? 0.6 : 0.15) ? 1 : 0)},{string.Join(' ', days)}\n");
            }
        }
        return text.ToString();
    }
}
