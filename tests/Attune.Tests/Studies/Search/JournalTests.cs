using Attune.Studies;

namespace Attune.Tests;

public sealed class JournalTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    string File => _folder.At("search.jsonl");

    public void Dispose() => _folder.Dispose();

    SearchOptions Kept(int trials = 16) => Knob.By(trials: trials) with { Journal = File, Levels = 8 };

    // Seconds are the only thing that two runs may differ in.
    static string[] Tell(Tuning tuning) => [.. tuning.Trials.Select(t => FormattableString.Invariant($"{t.Number} {string.Join(' ', t.Settings)} {t.Value:R} {t.Epoch} {t.Pruned} {string.Join(' ', t.Curve)}")), Options.ToJson(tuning.Trainer)];

    [Theory]
    [InlineData(SearchMethod.Tpe)]
    [InlineData(SearchMethod.Random)]
    [InlineData(SearchMethod.Grid)]
    public void StoppedInTheMiddleOfATrial_AndResumed_EndsAsIfNeverStopped(SearchMethod method)
    {
        var whole = Search.Run(new Knob(), Knob.World(), Knob.By(method, 16) with { Levels = 8 });
        using (var stop = new CancellationTokenSource())
        {
            // The eleventh training is stopped in its third epoch.
            var trainings = 0;
            var watch = new Watch(p => { if (p is { Stage: "epoch", Done: 3 } && ++trainings == 11) stop.Cancel(); });
            Assert.ThrowsAny<OperationCanceledException>(() => Search.Run(new Knob(), Knob.World(), Kept() with { Method = method }, new FitContext { Progress = watch, Cancellation = stop.Token }));
        }
        Assert.Equal(11, System.IO.File.ReadAllLines(File).Length);
        var resumed = Search.Run(new Knob(), Knob.World(), Kept() with { Method = method });
        Assert.Equal(Tell(whole), Tell(resumed));
        Assert.Equal(17, System.IO.File.ReadAllLines(File).Length);
    }

    [Fact]
    public void Resumed_AFinishedSearch_TrainsNothing_AndMoreTrialsGoOn()
    {
        Search.Run(new Knob(), Knob.World(), Kept(9));
        var none = new Watch(p => Assert.NotEqual("epoch", p.Stage));
        using (var search = Search.Open(new Knob(), Knob.World(), Kept(9)))
        {
            Assert.Null(search.Next(new FitContext { Progress = none }));
            Assert.Equal(9, search.Trials.Count);
        }
        Assert.Equal(Tell(Search.Run(new Knob(), Knob.World(), Knob.By(trials: 14))), Tell(Search.Run(new Knob(), Knob.World(), Kept(14))));
    }

    [Fact]
    public void TornAnywhereInItsLastLine_IsMadeAgainAndSaid()
    {
        var whole = Search.Run(new Knob(), Knob.World(), Kept(4));
        var bytes = System.IO.File.ReadAllBytes(File);
        var last = bytes.AsSpan(0, bytes.Length - 1).LastIndexOf((byte)'\n') + 1;
        foreach (var cut in new[] { last + 1, (last + bytes.Length) / 2, bytes.Length - 1, 1, 20 })
        {
            System.IO.File.WriteAllBytes(File, bytes[..cut]);
            var again = Search.Run(new Knob(), Knob.World(), Kept(4));
            Assert.Equal(Tell(whole), Tell(again));
            Assert.Contains(again.Notes, n => n.StartsWith("The last line of the journal had been cut off", StringComparison.Ordinal));
            Assert.Equal(5, System.IO.File.ReadAllLines(File).Length);
        }
    }

    [Fact]
    public void AnotherSearch_IsRefusedWithWhatDiffers_AndTheFileIsLeftAsItIs()
    {
        Search.Run(new Knob(), Knob.World(), Kept(3));
        var before = System.IO.File.ReadAllText(File);
        string Refused(Func<Tuning> search) => Assert.Throws<DataException>(search).Message;
        Assert.Contains("method is tpe there and random here", Refused(() => Search.Run(new Knob(), Knob.World(), Kept() with { Method = SearchMethod.Random })));
        Assert.Contains("seed is 42 there and 7 here", Refused(() => Search.Run(new Knob(), Knob.World(), Kept() with { Seed = 7 })));
        Assert.Contains("metric is rmse there and mae here", Refused(() => Search.Run(new Knob(), Knob.World(), Kept() with { Metric = new Mae() })));
        Assert.Contains("options is", Refused(() => Search.Run(new Knob { Epochs = 3 }, Knob.World(), Kept())));
        Assert.Contains("space is dial=0..10 mode=fast,slow there and dial=1..2 here", Refused(() => Search.Run(new Knob(), Knob.World(), Kept() with { Space = SearchSpace.Parse(new Knob(), "dial=1..2") })));
        Assert.Contains("validation is", Refused(() => Search.Run(new Knob(), Knob.World(), Kept() with { Validation = "leave-last:1" })));
        var fewer = Split.ByTime(Knob.World().Train);
        Assert.Contains("data is", Refused(() => Search.Run(new Knob(), fewer with { Method = "time:0.2" }, Kept())));
        Assert.Equal(before, System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("user,item\n1,2\n")]
    [InlineData("{\"a\":1}\n")]
    [InlineData("something else")]
    public void AnotherFile_IsRefusedAndLeftAsItIs(string text)
    {
        System.IO.File.WriteAllText(File, text);
        Assert.Contains("is not the journal of a search", Assert.Throws<DataException>(() => Search.Run(new Knob(), Knob.World(), Kept())).Message);
        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void ADamagedLine_IsNamed()
    {
        Search.Run(new Knob(), Knob.World(), Kept(4));
        var lines = System.IO.File.ReadAllLines(File);
        foreach (var damage in new[] { lines[2][..10], lines[3], "{}", "null", lines[2].Replace("\"value\":", "\"value\":[", StringComparison.Ordinal) })
        {
            System.IO.File.WriteAllText(File, string.Concat(lines.Select((l, i) => (i == 2 ? damage : l) + "\n")));
            Assert.Contains("line 3, is not trial 2", Assert.Throws<DataException>(() => Search.Run(new Knob(), Knob.World(), Kept())).Message);
        }
    }

    [Fact]
    public void OpenElsewhere_IsRefused()
    {
        using var first = Search.Open(new Knob(), Knob.World(), Kept());
        Assert.Contains("cannot be opened", Assert.Throws<DataException>(() => Search.Open(new Knob(), Knob.World(), Kept())).Message);
    }

    [Fact]
    public void NoFolder_IsRefusedBeforeAnyWork() =>
        Assert.Contains("cannot be opened", Assert.Throws<DataException>(() => Search.Open(new Knob(), Knob.World(), Kept() with { Journal = _folder.At("none", "x.jsonl") })).Message);

    [Fact]
    public void FailedTrials_ComeBackWithTheirReason()
    {
        var options = Kept(8) with { Space = SearchSpace.Parse(new Knob(), "broken=true,false dial=3..5") };
        var first = Search.Run(new Knob(), Knob.World(), options);
        var again = Search.Run(new Knob(), Knob.World(), options);
        Assert.Contains(first.Trials, t => t.Error.Length > 0);
        Assert.Equal(first.Trials.Select(t => t.Error), again.Trials.Select(t => t.Error));
    }

    sealed class Watch(Action<FitProgress> see) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => see(value);
    }
}
