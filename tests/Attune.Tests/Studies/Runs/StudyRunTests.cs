using Attune.Studies;

namespace Attune.Tests;

public sealed class StudyRunTests
{
    // All that does not tell the time.
    static string[] Numbers(IEnumerable<CellResult> results) => [.. results.Select(r => $"{r.Cell} {string.Join(' ', r.Values)} {r.Epochs} {r.BestEpoch} {string.Join(' ', r.Curve.Select(p => (p.Epoch, p.Value)))} {r.Users} {r.Settings} {r.Environment} {r.Error}")];

    [Fact]
    public void Run_EveryCell_IsMeasuredAsByHand()
    {
        using var tiny = new TinyStudy();
        var results = tiny.Run();
        Assert.Equal(["tiny/item-knn/1", "tiny/als/1", "tiny/bpr/1", "tiny/als/2", "tiny/bpr/2"], results.Select(r => r.Cell.ToString()));
        IMetric[] metrics = [Ndcg.At(5), Hit.At(5)];
        var outer = Split.LeaveLast(tiny.Data());
        Assert.Equal(Evaluation.Of(new ItemKnn().Fit(outer.Train), outer, metrics).Metrics.Select(m => m.Value), results[0].Values);
        Assert.Equal(Evaluation.Of(new Bpr { Factors = 4, Epochs = 3, Seed = 2 }.Fit(outer.Train), outer, metrics).Metrics.Select(m => m.Value), results[4].Values);

        // The watched one: trained without validation data to its best epoch, tested with histories that hold it.
        var (als, inner) = (results[3], Split.LeaveLast(outer.Train));
        Assert.Equal(als.Curve.MaxBy(p => p.Value).Epoch, als.BestEpoch);
        Assert.Equal(Math.Min(8, als.BestEpoch + 2), als.Epochs);
        Assert.Equal(Enumerable.Range(1, als.Epochs), als.Curve.Select(p => p.Epoch));
        var best = new Als { Factors = 4, Iterations = als.BestEpoch, Seed = 2 }.Fit(inner.Train);
        Assert.Equal(als.Curve[als.BestEpoch - 1].Value, Evaluation.Of(best, inner, metrics)["ndcg@5"].Value, 12);
        Assert.Equal(Evaluation.Of(best, Split.Files(inner.Train, outer.Test, outer.Train), metrics).Metrics.Select(m => m.Value), als.Values);
    }

    [Fact]
    public void Run_StoppedAndTornAndRunAgain_EndsAsIfNeverStopped()
    {
        using var whole = new TinyStudy();
        using var stopped = new TinyStudy();
        using var stop = new CancellationTokenSource();
        using (var run = StudyRun.Open(stopped.Read(), stopped.Options))
        {
            Assert.NotNull(run.Next());
            Assert.NotNull(run.Next());
            Assert.Throws<OperationCanceledException>(() => run.Next(new FitContext { Cancellation = stop.Token, Progress = new Stopping(stop) }));
        }
        Assert.Equal(3, File.ReadAllLines(stopped.Results).Length);
        File.AppendAllText(stopped.Results, "tiny,bpr,1,abc");
        Assert.Equal(Numbers(whole.Run()), Numbers(stopped.Run()));
        Assert.Equal(Numbers(whole.Run()), Numbers(StudyRun.ResultsOf(stopped.Read())));
        Assert.Equal(6, File.ReadAllLines(stopped.Results).Length);
    }

    [Fact]
    public void Run_CellThatFails_IsKeptWithItsErrorAndWithoutNumbers()
    {
        using var tiny = new TinyStudy("""[ { "model": "global-mean" }, { "model": "popularity" } ]""");
        var failed = tiny.Run()[0];
        Assert.Contains("rating", failed.Error, StringComparison.Ordinal);
        Assert.Empty(failed.Values);
        Assert.Contains(",,,", File.ReadAllLines(tiny.Results)[1], StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(tiny.Results).Length);
        tiny.Run();
        Assert.Equal(3, File.ReadAllLines(tiny.Results).Length);
        tiny.Run(tiny.Options with { Retry = true });
        Assert.Equal(4, File.ReadAllLines(tiny.Results).Length);
        var report = StudyRun.ReportOf(tiny.Read(), tiny.Run());
        Assert.Contains("1 of 2 trainings are done, 0 are open, 1 failed", report.Lead, StringComparison.Ordinal);
        Assert.Contains(failed.Error.Split('.')[0], report.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OnlyAPartOrWithoutTime_LeavesTheRestOpen()
    {
        using var tiny = new TinyStudy();
        Assert.Equal(["tiny/als/1", "tiny/als/2"], tiny.Run(tiny.Options with { Only = "ALS" }).Select(r => r.Cell.ToString()));
        using var run = StudyRun.Open(tiny.Read(), tiny.Options with { Limit = TimeSpan.FromTicks(1) });
        Assert.Null(run.Next());
        Assert.True(run.TimedOut);
        Assert.Equal(["tiny/item-knn/1", "tiny/bpr/1", "tiny/bpr/2"], run.Left.Select(c => c.ToString()));
        Assert.Contains("Open: tiny/item-knn/1, tiny/bpr/1, tiny/bpr/2.", run.ToReport().ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("No cell of study has 'svd'", Assert.Throws<ArgumentException>(() => StudyRun.Open(tiny.Read(), tiny.Options with { Only = "svd" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CapOfMinutes_EndsAWatchedTrainingAtItsFirstMeasurement()
    {
        using var tiny = new TinyStudy("""[ { "model": "als", "options": { "factors": 4, "iterations": 8 }, "patience": 8, "minutes": 1e-9 } ]""");
        Assert.All(tiny.Run(), r => Assert.Equal((1, 1), (r.Epochs, r.BestEpoch)));
    }

    [Fact]
    public void Run_ChangedOptions_ReopenTheirCellsAlone()
    {
        using var tiny = new TinyStudy();
        tiny.Run();
        tiny.Write(TinyStudy.Spec(TinyStudy.Models.Replace("\"epochs\": 3", "\"epochs\": 4", StringComparison.Ordinal)));
        using var run = StudyRun.Open(tiny.Read(), tiny.Options);
        Assert.Equal(["tiny/bpr/1", "tiny/bpr/2"], run.Left.Select(c => c.ToString()));
        Assert.Equal(3, run.Results.Count);
    }

    [Fact]
    public void Run_ArchiveCandidatesAndValidationUsers_AreUsed()
    {
        using var tiny = new TinyStudy("""[ { "model": "als", "options": { "factors": 4 }, "patience": 1 } ]""", data: """, "validationUsers": 30, "candidates": "uniform:5" """);
        tiny.Write(File.ReadAllText(Path.Combine(tiny.Folder, Study.FileName)).Replace("\"events.txt\"", "\"world.zip/world/events.txt\"", StringComparison.Ordinal));
        tiny.Zip();
        Assert.All(tiny.Run(), r => Assert.Contains(r.Notes, n => n.StartsWith("Each user's held-out items were ranked among 5 items drawn", StringComparison.Ordinal)));
        tiny.Write(File.ReadAllText(Path.Combine(tiny.Folder, Study.FileName)).Replace("world/events", "world/other", StringComparison.Ordinal));
        Assert.Contains("holds no 'world/other.txt'; it holds world/events.txt", Assert.Throws<DataException>(() => tiny.Run()).Message, StringComparison.Ordinal);
        tiny.Write(File.ReadAllText(Path.Combine(tiny.Folder, Study.FileName)).Replace("world.zip", "none.zip", StringComparison.Ordinal));
        Assert.Contains("ATTUNE_DATA", Assert.Throws<DataException>(() => tiny.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WhileAnotherRunWrites_IsOneClearError()
    {
        using var tiny = new TinyStudy();
        using var run = StudyRun.Open(tiny.Read(), tiny.Options);
        run.Next();
        Assert.Single(StudyRun.ResultsOf(tiny.Read()));
        Assert.Contains("End another run of this study", Assert.Throws<DataException>(() => StudyRun.Open(tiny.Read(), tiny.Options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user,item\n", "begins with 'user,item'")]
    [InlineData("data,model,seed,settings,environment,ndcg@5,hit@5,users,fitSeconds,evaluateSeconds,epochs,bestEpoch,curve,notes,error\ntiny,als,one,a,b,1,1,1,1,1,1,1,,,\n", "line 2, is no result")]
    [InlineData("data,model,seed,settings,environment,ndcg@5,hit@5,users,fitSeconds,evaluateSeconds,epochs,bestEpoch,curve,notes,error\ntiny,\"als,1\n", "line 2, is no result")]
    [InlineData("data,model,seed,settings,environment,ndcg@5,hit@5,users,fitSeconds,evaluateSeconds,epochs,bestEpoch,curve,notes,error\ntiny,als,1,a,b,1,1,1,1,1,1,1,1:2,,\n", "line 2, is no result")]
    public void Open_DamagedResults_SayWhereAndWhatToDo(string text, string hint)
    {
        using var tiny = new TinyStudy();
        File.WriteAllText(tiny.Results, text);
        Assert.Contains(hint, Assert.Throws<DataException>(() => tiny.Run()).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(tiny.Results));
    }

    sealed class Stopping(CancellationTokenSource stop) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Stage == "measuring") stop.Cancel();
        }
    }
}
