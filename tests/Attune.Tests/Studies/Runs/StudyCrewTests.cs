using Attune.Studies;

namespace Attune.Tests;

public sealed class StudyCrewTests
{
    static string[] Numbers(IEnumerable<CellResult> results) => [.. results.Select(r => $"{r.Cell} {string.Join(' ', r.Values)} {r.Epochs} {r.Settings} {r.Environment} {r.Error}").Order(StringComparer.Ordinal)];

    [Fact]
    public void Together_SeveralWorkers_GiveWhatOneGives()
    {
        using var alone = new TinyStudy();
        using var many = new TinyStudy();
        var (study, told) = (many.Read(), new List<CellResult>());
        using (var run = StudyRun.Open(study, many.Options))
        {
            run.Together(3, () => new CellRunner(study, many.Options), told.Add, FitContext.Default);
            Assert.Empty(run.Left);
            Assert.Null(run.Next());
        }
        Assert.Equal(Numbers(alone.Run()), Numbers(StudyRun.ResultsOf(study)));
        Assert.Equal(Numbers(told), Numbers(StudyRun.ResultsOf(study)));
    }

    [Theory]
    [InlineData(1.5, 1)]
    [InlineData(2.5, 2)]
    [InlineData(9, 4)]
    public void Together_WithinTheMemory_WaitForEachOther(double trainings, int most)
    {
        using var tiny = new TinyStudy("""[ { "model": "als" }, { "model": "bpr" } ]""");
        tiny.Write(File.ReadAllText(Path.Combine(tiny.Folder, Study.FileName)).Replace("[1, 2]", "[1, 2, 3, 4]", StringComparison.Ordinal));
        var (study, crew) = (tiny.Read(), new Watched(most));
        using var run = StudyRun.Open(study, tiny.Options with { Memory = (long)(trainings * CellMemory.Process) });
        run.Together(4, () => new Watcher(crew), _ => { }, FitContext.Default);
        Assert.Equal((8, most), (run.Results.Count, crew.Most));
    }

    [Fact]
    public void Together_WorkerThatThrows_EndsAllAndKeepsWhatWasDone()
    {
        using var tiny = new TinyStudy();
        var study = tiny.Read();
        using var run = StudyRun.Open(study, tiny.Options);
        var error = Assert.Throws<AggregateException>(() => run.Together(2, () => new Broken(), _ => { }, FitContext.Default));
        Assert.Contains("no power", error.InnerExceptions[0].Message, StringComparison.Ordinal);
        Assert.Equal(5, run.Left.Count);
    }

    [Fact]
    public void Next_CellThatNeedsMoreMemoryThanThereIs_IsRefusedBeforeTheFirst()
    {
        using var tiny = new TinyStudy();
        using var run = StudyRun.Open(tiny.Read(), tiny.Options with { Memory = CellMemory.Process });
        var error = Assert.Throws<DataException>(() => run.Next());
        Assert.StartsWith("Nothing was run: 5 trainings need more memory than the 0.2 GiB", error.Message, StringComparison.Ordinal);
        Assert.Contains("tiny/item-knn/1 about 0.2 GiB", error.Message, StringComparison.Ordinal);
        Assert.Empty(run.Results);
    }

    [Theory]
    [InlineData(""", "columns": "user=0,item=7" """, "delimited", "7")]
    [InlineData(""", "filters": [ "k-core:50" ] """, "sequences", "k-core")]
    public void Next_DataThatCannotBeUsed_IsRefusedBeforeTheFirst(string data, string format, string hint)
    {
        using var tiny = new TinyStudy(data: data);
        tiny.Write(File.ReadAllText(Path.Combine(tiny.Folder, Study.FileName)).Replace("\"sequences\"", $"\"{format}\"", StringComparison.Ordinal));
        using var run = StudyRun.Open(tiny.Read(), tiny.Options);
        var error = Assert.Throws<DataException>(() => run.Next());
        Assert.StartsWith("Nothing was run. data tiny: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
        Assert.Empty(run.Results);
    }

    sealed class Watched(int most)
    {
        readonly Barrier _together = new(most);
        int _now, _most;

        internal int Most => _most;

        // As many as may run together meet here; more would be counted.
        internal void Enter()
        {
            InterlockedMax(Interlocked.Increment(ref _now));
            _together.SignalAndWait(TimeSpan.FromSeconds(20));
            Thread.Sleep(20);
            InterlockedMax(Volatile.Read(ref _now));
            Interlocked.Decrement(ref _now);
        }

        void InterlockedMax(int now)
        {
            for (var seen = _most; now > seen && Interlocked.CompareExchange(ref _most, now, seen) != seen; seen = _most)
            {
            }
        }
    }

    sealed class Watcher(Watched crew) : ICellRunner
    {
        public CellResult Run(StudyCell cell, FitContext context)
        {
            crew.Enter();
            return new CellResult(cell, [0.1, 0.2]) { FitSeconds = 1, EvaluateSeconds = 1 };
        }

        public void Dispose()
        {
        }
    }

    sealed class Broken : ICellRunner
    {
        public CellResult Run(StudyCell cell, FitContext context) => throw new IOException("no power");

        public void Dispose()
        {
        }
    }
}
