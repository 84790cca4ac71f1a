using Attune.Studies;

namespace Attune.Tests;

public sealed class SearchTests
{
    static string Tell(Trial t) => FormattableString.Invariant($"{t.Number} {string.Join(' ', t.Settings)} {t.Value:R} {t.Epoch} {t.Pruned} {string.Join(' ', t.Curve)} {t.Error}");

    [Theory]
    [InlineData(SearchMethod.Tpe)]
    [InlineData(SearchMethod.Random)]
    [InlineData(SearchMethod.Grid)]
    public void Run_FindsTheKnownBest_AndItsEpoch(SearchMethod method)
    {
        var tuning = Search.Run(new Knob(), Knob.World(), Knob.By(method, 30) with { Levels = 11 });
        var found = Assert.IsType<Knob>(tuning.Trainer);
        Assert.InRange(found.Dial, 3, 5);
        Assert.Equal((Knob.Modes.Slow, 6), (found.Mode, found.Epochs));
        Assert.Equal(6, tuning.Best.Epoch);
        Assert.Equal(Math.Pow(found.Dial - 4, 2), tuning.Best.Value, 1e-5);
        Assert.Equal(["dial", "mode", "epochs"], tuning.Settings.Select(s => s.Key));
    }

    [Fact]
    public void Run_TheFirstTrial_IsTheTrainerAsGiven()
    {
        var tuning = Search.Run(new Knob { Dial = 7.5 }, Knob.World(), Knob.By());
        Assert.Same(tuning.Trials[0], tuning.Given);
        Assert.Equal(("7.5", "fast"), (tuning.Given!.Settings["dial"], tuning.Given.Settings["mode"]));
        Assert.Equal(3.5 * 3.5 + 1, tuning.Given.Value, 1e-5);
        Assert.True(tuning.Best.Value < tuning.Given.Value);
    }

    [Fact]
    public void Run_OptionThatIsNotWritten_BeginsWithItsDefault()
    {
        Assert.DoesNotContain("shared", Options.ToJson(new Knob()), StringComparison.Ordinal);
        var tuning = Search.Run(new Knob(), Knob.World(), Knob.By() with { Space = SearchSpace.Parse(new Knob(), "shared=fast,slow") });
        Assert.Equal("fast", tuning.Given!.Settings["shared"]);
        Assert.Empty(tuning.Given.Error);
    }

    [Fact]
    public void Run_GivenOutsideTheSpace_IsMeasuredAndNotLearnedFrom()
    {
        var inside = Search.Run(new Knob(), Knob.World(), Knob.By(SearchMethod.Tpe, 11) with { Space = SearchSpace.Parse(new Knob(), "dial=0..6") });
        Assert.Equal("8", inside.Trials[0].Settings["dial"]);
        Assert.All(inside.Trials.Skip(1), t => Assert.InRange(double.Parse(t.Settings["dial"], System.Globalization.CultureInfo.InvariantCulture), 0, 6));
    }

    [Fact]
    public void Run_NeverLooksAtTheTestPart()
    {
        var calm = Search.Run(new Knob(), Knob.World(), Knob.By());
        var other = Search.Run(new Knob(), Knob.World(inTheTest: 5), Knob.By());
        Assert.NotEqual(Evaluation.Of(calm.Trainer.Fit(Knob.World().Train), Knob.World(), new Rmse()).Metrics[0].Value, Evaluation.Of(calm.Trainer.Fit(Knob.World().Train), Knob.World(5), new Rmse()).Metrics[0].Value);
        Assert.Equal(calm.Trials.Select(Tell), other.Trials.Select(Tell));
        Assert.StartsWith("time:0.2 > time:0.2", calm.Validation);
    }

    [Fact]
    public void Run_ValidationAsAsked_IsCutFromTheTrainingPart()
    {
        Assert.Equal("time:0.2 > leave-last:1", Search.Run(new Knob(), Knob.World(), Knob.By(trials: 2) with { Validation = "leave-last:1" }).Validation);
        Assert.Equal("time:0.2 > folds:3", Search.Run(new Knob(), Knob.World(), Knob.By(trials: 2) with { Validation = "folds:3" }).Validation);
        var files = Split.Files(Knob.World().Train, Knob.World().Test);
        Assert.EndsWith("> time:0.2", Search.Run(new Knob(), files, Knob.By(trials: 2)).Validation);
    }

    [Fact]
    public void Run_EpochPatience_EndsTrainingAfterTheBestEpoch()
    {
        var watched = Search.Run(new Knob(), Knob.World(), Knob.By(trials: 3));
        Assert.All(watched.Trials, t => Assert.Equal((9, 6), (t.Curve.Count, t.Epoch)));
        var whole = Search.Run(new Knob(), Knob.World(), Knob.By(trials: 3) with { EpochPatience = 0 });
        Assert.All(whole.Trials, t => Assert.Equal((0, 0), (t.Curve.Count, t.Epoch)));
        Assert.Equal(12, ((Knob)whole.Trainer).Epochs);
        Assert.Equal(watched.Trials[0].Value + 0.6, whole.Trials[0].Value, 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_TrainingEndedEarly_StatesWhatTheResultReachesWithItsEpochs(bool falling)
    {
        var tuning = Search.Run(new Knob { Falling = falling }, Knob.World(), Knob.By(trials: 3));
        Assert.Equal(tuning.Best.Value - (falling ? 0.3 : 0), tuning.Value, 1e-5);
        var split = Knob.World().Inner("time:0.2", 42)[0];
        Assert.Equal(Evaluation.Of(tuning.Trainer.Fit(split.Train), split, new Rmse()).Metrics[0].Value, tuning.Value, 1e-5);
        Assert.Equal(falling, tuning.Notes.Any(n => n.StartsWith("Trained from the start for 6 epochs, the settings found reach rmse", StringComparison.Ordinal)));
    }

    [Fact]
    public void Open_LongerThanATimerCounts_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Search.Open(new Knob(), Knob.World(), Knob.By() with { Timeout = TimeSpan.FromDays(50) }));

    [Fact]
    public void Run_BestEpochIsTheLast_IsSaid() =>
        Assert.Contains(Search.Run(new Knob { Epochs = 5 }, Knob.World(), Knob.By(trials: 2)).Notes, n => n.StartsWith("The best epoch is the last, 5", StringComparison.Ordinal));

    [Fact]
    public void Run_BestAtTheEndOfARange_IsSaid()
    {
        var notes = Search.Run(new Knob(), Knob.World(), Knob.By(SearchMethod.Grid) with { Space = SearchSpace.Parse(new Knob(), "dial=5..9") }).Notes;
        Assert.Contains(notes, n => n.Contains("The best dial, 5, lies at the end of what was searched", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_Pruning_SparesHopelessTrialsAndNeverTheBest()
    {
        var pruned = Search.Run(new Knob(), Knob.World(), Knob.By(SearchMethod.Random, 40));
        var whole = Search.Run(new Knob(), Knob.World(), Knob.By(SearchMethod.Random, 40) with { Prune = false });
        Assert.InRange(pruned.Trials.Count(t => t.Pruned), 10, 34);
        Assert.All(pruned.Trials.Where(t => t.Pruned), t => Assert.InRange(t.Curve.Count, 4, 8));
        Assert.DoesNotContain(whole.Trials, t => t.Pruned);
        Assert.Equal(Tell(whole.Best), Tell(pruned.Best));
    }

    [Fact]
    public void Run_TrialPatience_EndsTheSearch()
    {
        var tuning = Search.Run(new Knob { Dial = 4, Mode = Knob.Modes.Slow }, Knob.World(), Knob.By(trials: 50) with { TrialPatience = 5 });
        Assert.Equal((1, 6), (tuning.Best.Number, tuning.Trials.Count));
    }

    [Fact]
    public void Run_TrialsThatFail_AreKeptWithTheirReason()
    {
        var space = SearchSpace.Parse(new Knob(), "broken=true,false dial=3..5");
        var tuning = Search.Run(new Knob(), Knob.World(), Knob.By() with { Space = space });
        Assert.Contains(tuning.Trials, t => t.Error == "The knob is broken." && double.IsNaN(t.Value));
        Assert.Equal("false", tuning.Best.Settings["broken"]);
        Assert.Contains(tuning.Notes, n => n.Contains("trials failed; the last such one: The knob is broken.", StringComparison.Ordinal));
        var nothing = Assert.Throws<DataException>(() => Search.Run(new Knob { Broken = true }, Knob.World(), Knob.By(trials: 3)));
        Assert.Contains("None of the 3 trials could be measured. The last one: The knob is broken.", nothing.Message);
    }

    [Fact]
    public void Run_Timeout_DropsTheRunningTrialAndKeepsTheOthers()
    {
        var clock = new Clock();
        using var search = Search.Open(new Knob(), Knob.World(), Knob.By() with { Timeout = TimeSpan.FromMinutes(1) });
        Assert.NotNull(search.Next(new FitContext { Time = clock }));
        clock.Forward(TimeSpan.FromMinutes(2));
        Assert.Null(search.Next(new FitContext { Time = clock }));
        Assert.Single(search.Result().Trials);
    }

    [Fact]
    public void Run_OneThreadOrMany_IsTheSameSearch()
    {
        var data = new DatasetBuilder { Name = "board" }.AddRange(TinyWorld.CheckerboardEvents(20)).Build();
        var split = Split.UserRandom(data);
        Tuning With(int threads) => Search.Run(new ItemKnn(), split, new SearchOptions { Trials = 4 }, new FitContext { Threads = threads });
        Assert.Equal(With(1).Trials.Select(Tell), With(4).Trials.Select(Tell));
    }

    [Fact]
    public void Run_AMetricWithoutABetterEnd_IsRefused() =>
        Assert.Contains("no better end", Assert.Throws<ArgumentException>(() => Search.Run(new Knob(), Knob.World(), Knob.By() with { Metric = new AveragePopularity(10) })).Message);

    [Fact]
    public void Report_NamesTheBestTheGainAndWhatMattered()
    {
        var tuning = Search.Run(new Knob(), Knob.World(), Knob.By(SearchMethod.Random, 30) with { Prune = false });
        var report = tuning.ToReport();
        var effects = tuning.Space.Dimensions.Select(d => OptionEffect.Of(tuning, d)).ToArray();
        Assert.True(effects[0].Share > effects[1].Share && effects[0].Share <= 1, "the dial matters more than the mode");
        Assert.Contains("the test data has not been looked at", report.Lead);
        Assert.Contains("as given", report.ToText());
        Assert.Contains("<svg", report.ToHtml());
        var best = (Chart.Lines)report.Sections[0].Charts[0];
        Assert.Equal(tuning.Best.Value, best.Series[0].Points[^1].Y);
        Assert.Equal(best.Series[0].Points.Select(p => p.Y).OrderDescending(), best.Series[0].Points.Select(p => p.Y));
    }

    sealed class Clock : TimeProvider
    {
        long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        internal void Forward(TimeSpan time) => _now += time.Ticks;
    }

    [Fact]
    public void Run_TrialThatCannotBeComputed_FailsAloneAndTheSearchGoesOn()
    {
        var tuning = Search.Run(new Knob { Overflow = 5 }, Knob.World(), Knob.By(SearchMethod.Random, 30));
        Assert.Contains(tuning.Trials, t => t.Error == "The knob cannot be computed.");
        Assert.Equal(30, tuning.Trials.Count);
        Assert.Equal("", tuning.Best.Error);
    }
}
