using Attune.Studies;

namespace Attune.Tests;

public sealed class SizedStudyTests
{
    const string Models = """[ { "model": "popularity" }, { "model": "item-knn" }, { "model": "bpr", "options": { "factors": 4, "epochs": 2 } } ]""";

    const string Histories = ", \"thin\": \"histories\", \"sizes\": [\"25%\", \"50%\", \"75%\", \"90%\", \"100%\"]";

    static CellData Read(TinyStudy tiny, string name)
    {
        using var folder = new DataFolder(tiny.Options.Data);
        return CellData.Read(tiny.Read().Spec.Data.First(d => d.Name == name), 42, folder);
    }

    static string[] Pairs(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(e => $"{data.Users[data.Events.User[e]]} {data.Items[data.Events.Item[e]]}").Order(StringComparer.Ordinal)];

    [Fact]
    public void Sizes_MakeAnEntryEach_WithCellsOfTheirOwn()
    {
        using var tiny = new TinyStudy(Models, data: Histories);
        var study = tiny.Read();
        Assert.Equal(["tiny@25%", "tiny@50%", "tiny@75%", "tiny@90%", "tiny@100%"], study.Spec.Data.Select(d => d.Name));
        Assert.Equal(5 * (1 + 1 + 2), study.Cells.Count);
        Assert.Distinct(study.Spec.Data.Select(d => study.SettingsOf(new StudyCell(d.Name, "bpr", 1))));
    }

    // The hash of a study without sizes is what it was before there were any: its results stay good.
    [Fact]
    public void WithoutSizes_SettingsAreWhatTheyWere()
    {
        Trainers.Register(typeof(Neural.Sasrec).Assembly);
        var study = Study.Read(Path.Combine(TestData.Root, "studies", "collaborative"));
        var lines = File.ReadAllLines(Path.Combine(TestData.Root, "studies", "collaborative", "results.csv"));
        Assert.Contains(lines, l => l.StartsWith($"ml-1m,popularity,42,{study.SettingsOf(new StudyCell("ml-1m", "popularity", 42))},", StringComparison.Ordinal));
    }

    [Fact]
    public void Model_OnTheWholeOrOnOneSize_IsTrainedThere()
    {
        using var tiny = new TinyStudy("""[ { "model": "popularity", "data": ["tiny"] }, { "model": "item-knn", "data": ["tiny@100%"] } ]""", data: Histories);
        var cells = tiny.Read().Cells;
        Assert.Equal(5, cells.Count(c => c.Model == "popularity"));
        Assert.Equal(["tiny@100%/item-knn/1"], cells.Where(c => c.Model == "item-knn").Select(c => c.ToString()));
    }

    [Fact]
    public void Thinned_Histories_AreNestedBesideOneTestPart()
    {
        using var tiny = new TinyStudy(Models, data: Histories);
        var (half, most, all) = (Read(tiny, "tiny@50%").For(false), Read(tiny, "tiny@75%").For(false), Read(tiny, "tiny@100%").For(false));
        Assert.Equal(Pairs(all.Test), Pairs(half.Test));
        Assert.Equal(all.Train.Items.Count, half.Train.Items.Count);
        Assert.Equal((int)Math.Round(0.5 * all.Train.Count, MidpointRounding.ToEven), half.Train.Count);
        Assert.Subset(Pairs(most.Train).ToHashSet(), Pairs(half.Train).ToHashSet());
        Assert.Subset(Pairs(all.Train).ToHashSet(), Pairs(most.Train).ToHashSet());
        Assert.Equal(Pairs(Split.LeaveLast(tiny.Data()).Train), Pairs(all.Train));
    }

    // Whatever of a user's training events was thinned away, a list must not name it: popularity would, for it is popular.
    [Fact]
    public void Thinned_Histories_AreMeasuredOnListsOfTheSameItems()
    {
        using var tiny = new TinyStudy(Models, data: Histories);
        var (data, all) = (Read(tiny, "tiny@25%"), Read(tiny, "tiny@100%").For(false).Train);
        var split = data.For(false);
        var model = new Popularity().Fit(split.Train);
        var expected = new List<double>();
        foreach (var u in Enumerable.Range(0, split.Test.Users.Count).Where(u => split.Test.Sequence(u).Length > 0))
        {
            var known = all.Sequence(all.Users.IndexOf(split.Test.Users[u])).ToArray().Select(i => all.Items[i]).ToHashSet();
            var held = split.Test.Sequence(u).ToArray().Select(i => split.Test.Items[i]).ToHashSet();
            var list = Enumerable.Range(0, model.Catalog.Items.Count).Where(i => !known.Contains(model.Catalog.Items[i])).OrderByDescending(i => model.Catalog.Popularity[i]).ThenBy(i => i).Take(5).Select(i => model.Catalog.Items[i]).ToArray();
            if (held.Except(known).Any()) expected.Add(list.Any(held.Contains) ? 1 : 0);
        }
        var found = Evaluation.Of(model, split, [Hit.At(5)], data.Measure, null);
        Assert.Equal((expected.Count, expected.Average()), (found.Users, found.Metrics[0].Value), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
        Assert.NotEqual(found.Metrics[0].Value, Evaluation.Of(model, split, [Hit.At(5)], data.MeasureWatched, null).Metrics[0].Value);
    }

    [Fact]
    public void Thinned_Users_KeepTestUsersWithTheirHistories()
    {
        using var tiny = new TinyStudy(Models);
        tiny.Write(TinyStudy.Spec(Models, data: ", \"thin\": \"users\", \"sizes\": [\"25%\", \"100%\"]").Replace("\"split\": \"leave-last:1\", \"validation\": \"leave-last:1\"", "\"split\": \"new-users:0.2\"", StringComparison.Ordinal));
        var (some, all) = (Read(tiny, "tiny@25%").For(false), Read(tiny, "tiny@100%").For(false));
        Assert.Equal(Pairs(all.Test), Pairs(some.Test));
        Assert.Equal(Pairs(all.History!), Pairs(some.History!));
        Assert.InRange(some.Train.Count, 0.25 * all.Train.Count, 0.25 * all.Train.Count + 9);
    }

    // As the paper: the sample first, so the test part shrinks with it.
    [Fact]
    public void Sampled_IsDrawnBeforeTheSplit()
    {
        using var tiny = new TinyStudy(Models);
        tiny.Write(TinyStudy.Spec(Models, data: ", \"sampling\": \"stratified-user\", \"sizes\": [\"200\", \"100%\"]").Replace("leave-last:1\", \"val", "user-random:0.25\", \"val", StringComparison.Ordinal));
        var (data, some) = (tiny.Data(), Read(tiny, "tiny@200"));
        var split = some.For(false);
        Assert.Equal(200, split.Train.Count + split.Test.Count);
        Assert.Equal((200, data.Count), (some.Sized!.Events, some.Sized.All));
        Assert.Equal(Pairs(SizedSample.OfSize(data.Named("x"), 200, SampleBy.User).Data), Pairs(split.Train).Concat(Pairs(split.Test)).Order(StringComparer.Ordinal));
        Assert.Equal(data.Count, Read(tiny, "tiny@100%").Sized!.Events);
    }

    [Fact]
    public void Run_KeepsSizeSecondsAndMemoryOfEveryPoint_AndResumes()
    {
        using var tiny = new TinyStudy(Models, data: Histories);
        tiny.Run(tiny.Options with { Only = "@50%" });
        var results = tiny.Run();
        Assert.Equal(20, results.Count);
        Assert.All(results, r => Assert.NotNull(SizedNote.Read(r.Notes)));
        var half = SizedNote.Read(results.First(r => r.Cell.Data == "tiny@50%").Notes)!;
        Assert.InRange(2 * half.Events, half.All - 1, half.All + 1);
        Assert.True(half.FitSeconds >= 0 && half.Users > 0 && half.Items > 0);
        var groups = ScaledGroup.Of(tiny.Read(), results);
        Assert.Equal(["tiny, popularity", "tiny, item-knn", "tiny, bpr"], groups.Select(g => g.Curve.Name));
        Assert.All(groups, g => Assert.Equal(5, g.Points.Count));
        Assert.Equal((2, 1), (groups[2].Points[0].Seeds, groups[0].Points[0].Seeds));
        Assert.Equal(results.Where(r => r.Cell is { Data: "tiny@25%", Model: "bpr" }).Average(r => r.Values[0]), groups[2].Points[0].Value, 1e-12);
    }

    [Fact]
    public void Report_HasTheCurvesTheirPricesAndTheVerdict()
    {
        using var tiny = new TinyStudy(Models, data: Histories);
        var study = tiny.Read();
        var report = StudyRun.ReportOf(study, tiny.Run());
        var text = report.ToMarkdown();
        Assert.StartsWith("Beside a test part that stays, the last step to all data still pays in ", report.Lead, StringComparison.Ordinal);
        foreach (var part in new[] { "ndcg@5 by the size of the data", "All points, stretched", "rise for each doubling, Theil–Sen", "by chance", "elbow", "slopes at the end", "energy not measured", "for a percent" }) Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Contains(report.Sections.First(s => s.Heading == "tiny").Text, t => t.StartsWith("item-knn: from 90% to 100% (418 to 465 events) ", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Sections, s => s.Heading.Contains('@', StringComparison.Ordinal));
    }

    // A failed cell is no zero: the curve goes from its neighbours.
    [Fact]
    public void FailedCell_IsNoPoint()
    {
        using var tiny = new TinyStudy(Models, data: Histories);
        var study = tiny.Read();
        var results = tiny.Run().Select(r => r.Cell is { Data: "tiny@50%", Model: "item-knn" } ? new CellResult(r.Cell, []) { Error = "it broke" } : r).ToArray();
        Assert.Equal([4, 5], ScaledGroup.Of(study, results).Where(g => g.Model != "popularity").Select(g => g.Points.Count));
        Assert.Contains("1 trainings failed: they are no points, and not zeros.", StudyRun.ReportOf(study, results).ToMarkdown(), StringComparison.Ordinal);
    }

    // The end of what is done so far is not the end of the data.
    [Fact]
    public void OpenCurve_HasNoLastStep()
    {
        using var tiny = new TinyStudy(Models, data: Histories);
        var report = StudyRun.ReportOf(tiny.Read(), [.. tiny.Run().Where(r => r.Cell is not { Data: "tiny@100%", Model: "item-knn" })]);
        Assert.Contains(" of 2 curves, ", report.Lead, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Sections.First(s => s.Heading == "tiny").Text, t => t.StartsWith("item-knn:", StringComparison.Ordinal));
    }

    [Fact]
    public void Note_RoundTrips()
    {
        var note = new SizedNote(80_000, 100_000, 943, 1_650, 1.22) { FitSeconds = 0.125, Bytes = 1_048_576 };
        Assert.Equal(note, SizedNote.Read(["other", note.ToString()]));
        Assert.False(SizedNote.Is("size 5"));
    }

    [Theory]
    [InlineData(", \"sizes\": [\"10%\"]", "sizes need either 'sampling'")]
    [InlineData(", \"sizes\": [\"10%\"], \"thin\": \"users\", \"sampling\": \"random\"", "sizes need either 'sampling'")]
    [InlineData(", \"thin\": \"histories\"", "'thin' says how sizes are made")]
    [InlineData(", \"sampling\": \"random\"", "'sampling' says how sizes are made")]
    [InlineData(", \"sizes\": [], \"thin\": \"histories\"", "sizes is an empty list")]
    [InlineData(", \"sizes\": [\"101%\"], \"thin\": \"histories\"", "the size 101% is impossible")]
    [InlineData(", \"sizes\": [\"0%\"], \"thin\": \"histories\"", "the size 0% is impossible")]
    [InlineData(", \"sizes\": [\"0\"], \"thin\": \"histories\"", "the size 0 is impossible")]
    [InlineData(", \"sizes\": [\"much\"], \"thin\": \"histories\"", "'much' is no size")]
    [InlineData(", \"sizes\": [\"-5\"], \"thin\": \"histories\"", "'-5' is no size")]
    [InlineData(", \"sizes\": [\"10%\", \"10%\"], \"thin\": \"histories\"", "names '10%' twice")]
    [InlineData(", \"sizes\": [\"10%\"], \"thin\": \"items\"", "no way to thin 'items'")]
    [InlineData(", \"sizes\": [\"10%\"], \"thin\": \"users\"", "needs test users that training never has")]
    [InlineData(", \"sizes\": [\"10%\"], \"sampling\": \"stratified\"", "there is no sampling 'stratified'")]
    [InlineData(", \"size\": \"10%\"", "there is no entry 'data[0].size'")]
    public void Entries_ThatDoNotFit_AreOneClearErrorBeforeAnythingRuns(string entries, string expected)
    {
        using var tiny = new TinyStudy(Models, data: entries);
        Assert.Contains(expected, Assert.Throws<DataException>(tiny.Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FirstMetric_WithoutABetterEnd_IsRefused()
    {
        using var tiny = new TinyStudy(Models);
        tiny.Write(TinyStudy.Spec(Models, data: Histories).Replace("\"ndcg@5\", ", "\"rmse\", \"ndcg@5\", ", StringComparison.Ordinal).Replace(", \"validation\": \"leave-last:1\"", "", StringComparison.Ordinal) is var spec ? spec.Replace("\"hit@5\"]", "\"hit@5\"], \"watch\": \"ndcg@5\"", StringComparison.Ordinal) : "");
        Assert.Contains("of which more must be better", Assert.Throws<DataException>(tiny.Read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5%", 1000, 50)]
    [InlineData("100%", 999, 999)]
    [InlineData("0.01%", 10, 1)]
    [InlineData("250", 1000, 250)]
    [InlineData("5000", 1000, 1000)]
    [InlineData("1.5k", 10_000, 1500)]
    [InlineData("25m", 30_000_000, 25_000_000)]
    public void Size_OfSoManyEvents(string text, int all, int expected) => Assert.Equal(expected, StudySize.Parse(text).Of(all));

    [Theory]
    [InlineData(0.100, 0.102, 1, 3, "still pays", 1.0)]
    [InlineData(0.100, 0.1005, 1, 3, "has flattened", 4.0)]
    [InlineData(0.100, 0.090, 1, 3, "does harm", double.NaN)]
    [InlineData(0, 0, 1, 3, "is at the floor", double.NaN)]
    [InlineData(0.100, 0.110, 3, 1, "still pays", double.NaN)]
    public void LastStep_GainPerCost(double before, double after, double secondsBefore, double secondsAfter, string verdict, double price)
    {
        var step = new LastStep(new("80%", 800, before, double.NaN, 1, secondsBefore, 0, double.NaN), new("100%", 1000, after, double.NaN, 1, secondsAfter, 2 * 1048576, double.NaN));
        Assert.Equal((verdict, price), (step.Verdict, Math.Round(step.SecondsPerPercent, 9)));
        Assert.EndsWith($"energy not measured): {verdict}.", step.Sentence("als", "ndcg@10"), StringComparison.Ordinal);
    }

    // A gain of two hundredths with errors of one each is within chance.
    [Fact]
    public void LastStep_WithinTwoErrorsOfSeeds_CannotBeTold()
    {
        ScaledPoint At(double value, double error) => new("", 1, value, error, 3, 1, 0, 2.5);
        Assert.Equal(LastStep.Unclear, new LastStep(At(0.10, 0.01), At(0.12, 0.01)).Verdict);
        Assert.Equal(LastStep.Pays, new LastStep(At(0.10, 0.001), At(0.12, 0.001)).Verdict);
        Assert.Contains("0 J)", new LastStep(At(0.10, 0.001), At(0.12, 0.001)).Sentence("als", "ndcg@10"), StringComparison.Ordinal);
    }

    [Fact]
    public void Grades_OfAStudy_AreTheGains()
    {
        using var tiny = new TinyStudy(Models, data: ", \"grades\": true");
        Assert.True(Read(tiny, "tiny").Measure.ValuesAsGrades);
        Assert.Contains("values as grades", tiny.Read().Spec.Data[0].Protocol, StringComparison.Ordinal);
    }
}
