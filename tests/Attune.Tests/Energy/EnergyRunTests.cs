namespace Attune.Tests;

public sealed class EnergyRunTests
{
    const double Exact = 1e-9;

    readonly ManualTime _time = new();

    EnergyRun Start(IEnergyMeter meter, double? idle = null) => EnergyRun.Start(new EnergyOptions { Meter = meter, IdleWatts = idle }, _time);

    void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Stop_Counter_IsLastLessFirst()
    {
        using var run = Start(MadeUpMeter.Counting(_time, 40));
        Pass(90.25);
        var use = run.Stop();
        Assert.Equal(40 * 90.25, use.Total.Joules, Exact);
        Assert.Equal(1.0027777777777778, use.Total.WattHours, Exact);
        Assert.Equal(258 * 40 * 90.25 / 3.6e6, use.Total.GramsCo2e, Exact);
        Assert.Equal((EnergyOrigin.Measured, EnergyScope.System, "made-up"), (use.Origin, use.Covers, use.Meter));
        Assert.Equal(90.25, use.Total.Seconds, Exact);
        Assert.Equal(40, use.Total.Watts, Exact);
        Assert.True(double.IsNaN(use.Total.NetJoules));
        Assert.Empty(use.Parts);
        Assert.Same(use, run.Stop());
    }

    // P(t) = 10 + 2t: ∫ from 0 to 10 is 200 J, from 2 to 5 it is 51 J, and a straight line is what the trapezoid rule has no error on.
    [Theory, InlineData(1), InlineData(3000)]
    public void Stop_PowerAlone_IsTheAreaBelowIt(int tickMs)
    {
        using var meter = new MadeUpMeter(_time, t => EnergyReading.Power(10 + 2 * t)) { Tick = TimeSpan.FromMilliseconds(tickMs) };
        using var run = Start(meter, idle: 4);
        Pass(2);
        using (run.Enter(WorkPhase.Fit, "als")) Pass(3);
        Pass(5);
        var use = run.Stop();
        Assert.Equal(200, use.Total.Joules, Exact);
        Assert.Equal(160, use.Total.NetJoules, Exact);
        Assert.Equal(51, use.Parts[0].Cost.Joules, Exact);
        Assert.Equal(51 - 12, use.Parts[0].Cost.NetJoules, Exact);
    }

    // Readings at 0, 0.5, 1 and 1.3 s of 10, 30, 20 and 0 W: 0.5·20 + 0.5·25 + 0.3·10 = 25.5 J.
    [Fact]
    public void Stop_PowerByHand_IsTheSumOfTrapezoids()
    {
        using var meter = new MadeUpMeter(_time, t => EnergyReading.Power(t < 0.25 ? 10 : t < 0.75 ? 30 : t < 1.2 ? 20 : 0));
        using var run = Start(meter);
        Pass(1.3);
        Assert.Equal(25.5, run.Stop().Total.Joules, Exact);
    }

    [Fact]
    public void Phases_WithinAndAfterEachOther_AreTheWholeTogether()
    {
        using var run = Start(MadeUpMeter.Counting(_time, 10), idle: 3);
        using (run.Enter(WorkPhase.Load)) Pass(1);
        Pass(0.25);
        for (var seed = 0; seed < 2; seed++)
        {
            using (run.Enter(WorkPhase.Fit, "blend"))
            {
                Pass(2);
                using (run.Enter(WorkPhase.Combine)) Pass(0.5);
                Pass(1);
            }
            using (run.Enter(WorkPhase.Predict, "blend"))
            {
                Pass(4);
                run.Listed(500);
            }
        }
        var use = run.Stop();
        Assert.Equal([(WorkPhase.Load, "", 1, 1.0), (WorkPhase.Fit, "blend", 2, 6.0), (WorkPhase.Combine, "blend", 2, 1.0), (WorkPhase.Predict, "blend", 2, 8.0), (WorkPhase.Rest, "", 0, 0.25)],
            use.Parts.Select(p => (p.Phase, p.Of, p.Times, Math.Round(p.Cost.Seconds, 9))));
        Assert.All(use.Parts, p => Assert.Equal(10 * p.Cost.Seconds, p.Cost.Joules, Exact));
        Assert.Equal(use.Total.Joules, use.Parts.Sum(p => p.Cost.Joules), Exact);
        Assert.Equal(use.Total.CpuSeconds, use.Parts.Sum(p => p.Cost.CpuSeconds), Exact);
        var predict = use.Parts[3].Cost;
        Assert.Equal(1000, predict.Lists);
        Assert.Equal(80 / 3600.0, predict.WattHoursPerThousand, Exact);
        Assert.Equal(258 * 80 / 3.6e6, predict.GramsPerThousand, Exact);
        Assert.Equal(7 * predict.Seconds, predict.NetJoules, Exact);
        Assert.True(double.IsNaN(use.Parts[1].Cost.WattHoursPerThousand));
        Assert.Equal(150, use.Sum(p => p.Of == "blend").Joules, Exact);
        Assert.Equal(100 * (80 / 60.0 - 1), predict.OverheadOver(use.Parts[1].Cost), Exact);
    }

    [Fact]
    public void Phases_WithinASearch_AreTheSearch()
    {
        using var run = Start(MadeUpMeter.Counting(_time, 10));
        using (run.Enter(WorkPhase.Search))
        {
            Pass(1);
            using (run.Enter(WorkPhase.Combine, "blend")) Pass(1);
        }
        var search = run.Stop().Parts[0];
        Assert.Equal((WorkPhase.Search, "", 1, 20.0), (search.Phase, search.Of, search.Times, Math.Round(search.Cost.Joules, 6)));
    }

    [Fact]
    public void Phases_LeftByAnError_AreLeftWithWhatIsWithin()
    {
        using var run = Start(MadeUpMeter.Counting(_time, 10));
        var outer = run.Enter(WorkPhase.Fit, "als");
        var inner = run.Enter(WorkPhase.Combine);
        Pass(1);
        outer.Dispose();
        Pass(2);
        inner.Dispose();
        var use = run.Stop();
        Assert.Equal([0.0, 10, 20], use.Parts.Select(p => Math.Round(p.Cost.Joules, 6)));
    }

    [Fact]
    public void Stop_NoMeter_HasNoNumberOfEnergy()
    {
        using var run = EnergyRun.Start(time: _time);
        using (run.Enter(WorkPhase.Fit)) Pass(1);
        var use = run.Stop();
        Assert.Equal((EnergyOrigin.NotMeasured, EnergyScope.Nothing, "none"), (use.Origin, use.Covers, use.Meter));
        Assert.All(use.Parts.Select(p => p.Cost).Append(use.Total).Append(use.Sum(_ => false)).Append(use.Sum(_ => true)), NoEnergy);
        Assert.Equal(1, use.Total.Seconds, Exact);
        Assert.True(use.Total.CpuSeconds >= 0);
        Assert.Contains("not measured", use.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Stop_ReadingsFailOnTheWay_AreCountedAndBridged()
    {
        using var meter = new MadeUpMeter(_time, t => t is > 1.1 and < 3.9 ? throw new InvalidOperationException("no answer") : EnergyReading.Counter(5 * t));
        using var run = Start(meter);
        Pass(10);
        var use = run.Stop();
        Assert.Equal(50, use.Total.Joules, Exact);
        Assert.Contains("5 of", use.Notes[1], StringComparison.Ordinal);
        Assert.Contains("no answer", use.Notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_BeforeTheEnd_ReadsNoMore()
    {
        var readings = 0;
        using (var run = Start(new MadeUpMeter(_time, t => EnergyReading.Counter(++readings)))) Pass(2);
        Assert.Equal(5, readings);
        Pass(5);
        Assert.Equal((5, 0), (readings, _time.Timers));
    }

    [Fact]
    public void Stop_EndNotSeen_IsNotMeasured()
    {
        using var meter = new MadeUpMeter(_time, t => t > 5 ? throw new DataException("the plug is gone") : EnergyReading.Counter(5 * t));
        using var run = Start(meter);
        Pass(10);
        var use = run.Stop();
        Assert.Equal(EnergyOrigin.NotMeasured, use.Origin);
        NoEnergy(use.Total);
        Assert.Contains("the plug is gone", use.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Stop_CounterGoesBackwards_IsNotMeasured()
    {
        using var meter = new MadeUpMeter(_time, t => EnergyReading.Counter(t < 5 ? 100 + t : t));
        using var run = Start(meter);
        Pass(10);
        var use = run.Stop();
        NoEnergy(use.Total);
        Assert.Contains("backwards", use.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Start_MeterThatCannotBeRead_IsAnErrorBeforeTheWork() =>
        Assert.Throws<DataException>(() => Start(new MadeUpMeter(_time, _ => throw new DataException("no answer"))));

    [Fact]
    public void Stop_SlowMeter_SaysWhatItCannotTell()
    {
        using var slow = new MadeUpMeter(_time, t => EnergyReading.Counter(36 * Math.Floor(t))) { Tick = TimeSpan.FromSeconds(1) };
        using var run = Start(slow);
        using (run.Enter(WorkPhase.Fit, "als")) Pass(2);
        Pass(18);
        var notes = run.Stop().Notes;
        Assert.Contains(notes, n => n.Contains("about every 1 s", StringComparison.Ordinal) && n.Contains("0.01 Wh", StringComparison.Ordinal));
        Assert.Contains(notes, n => n.Contains("fit of als (2 s)", StringComparison.Ordinal) && n.Contains("divide", StringComparison.Ordinal));

        using var brief = Start(slow);
        Pass(3);
        Assert.Contains(brief.Stop().Notes, n => n.Contains("repeat it many times and divide", StringComparison.Ordinal));

        using var quick = Start(MadeUpMeter.Counting(_time, 10));
        using (quick.Enter(WorkPhase.Fit, "als")) Pass(2);
        Assert.Single(quick.Stop().Notes);
    }

    [Fact]
    public void Stop_LessThanIdle_SaysSo()
    {
        using var run = Start(MadeUpMeter.Counting(_time, 10), idle: 11);
        Pass(20);
        var use = run.Stop();
        Assert.Equal(-20, use.Total.NetJoules, Exact);
        Assert.Contains(use.Notes, n => n.Contains("11 W", StringComparison.Ordinal));
    }

    [Fact]
    public void IdleWatts_IsTheMeanPower()
    {
        using var meter = new MadeUpMeter(TimeProvider.System, _ => EnergyReading.Power(31));
        Assert.Equal(31, EnergyRun.IdleWatts(meter, TimeSpan.FromSeconds(0.05)), Exact);
        Assert.Throws<ArgumentException>(() => EnergyRun.IdleWatts(EnergyMeter.Cpu(5), TimeSpan.FromSeconds(0.05)));
        Assert.Throws<ArgumentException>(() => EnergyRun.IdleWatts(EnergyMeter.None, TimeSpan.FromSeconds(0.05)));
        Assert.Throws<ArgumentOutOfRangeException>(() => EnergyRun.IdleWatts(meter, TimeSpan.Zero));
        Assert.Throws<OperationCanceledException>(() => EnergyRun.IdleWatts(meter, TimeSpan.FromMinutes(1), new FitContext { Cancellation = new CancellationToken(true) }));
    }

    [Theory, InlineData(-1.0, null, 500), InlineData(double.NaN, null, 500), InlineData(1e5, null, 500), InlineData(258.0, -1.0, 500), InlineData(258.0, double.PositiveInfinity, 500), InlineData(258.0, null, 1)]
    public void Start_OptionsOutOfRange_AreErrors(double grams, double? idle, int pollMs) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        EnergyRun.Start(new EnergyOptions { Meter = MadeUpMeter.Counting(_time, 1), GramsPerKilowattHour = grams, IdleWatts = idle, Poll = TimeSpan.FromMilliseconds(pollMs) }, _time));

    [Fact]
    public void Start_IdlePowerWithAnEstimate_IsAnError() =>
        Assert.Contains("idle", Assert.Throws<ArgumentException>(() => Start(EnergyMeter.Cpu(8), idle: 30)).Message, StringComparison.Ordinal);

    [Fact]
    public void Comparison_UnderARun_TellsFitAndPredictOfEachModel()
    {
        var world = Worlds.Random();
        using var run = Start(MadeUpMeter.Counting(_time, 10));
        var comparison = Comparison.Run([new Popularity(), new Noisy(), new Blend { Models = ["popularity", "item-knn"] }], [Split.ByTime(world, 0.3)], [Ndcg.At(5)],
            new EvaluationOptions { BootstrapSamples = 0 }, seeds: 2, new FitContext { Phases = run });
        var use = run.Stop();
        foreach (var row in comparison.Rows)
        {
            var (fit, predict) = (use.Parts.Single(p => p.Phase == WorkPhase.Fit && p.Of == row.Model), use.Parts.Single(p => p.Phase == WorkPhase.Predict && p.Of == row.Model));
            Assert.Equal((row.Seeds, row.Seeds, (long)row.Seeds * row.Scores.Users), (fit.Times, predict.Times, predict.Cost.Lists));
        }
        Assert.Equal(2, use.Parts.Single(p => p is { Phase: WorkPhase.Combine, Of: "blend" }).Times);
    }

    [Fact]
    public void Comparison_TwoSplits_NamesThem()
    {
        var world = Worlds.Random();
        using var run = Start(EnergyMeter.None);
        Comparison.Run([new Popularity()], [Split.ByTime(world, 0.3), Split.LeaveLast(world)], [Ndcg.At(5)], new EvaluationOptions { BootstrapSamples = 0 }, context: new FitContext { Phases = run });
        Assert.Equal(["popularity on time:0.3", "popularity on leave-last:1"], run.Stop().Parts.Where(p => p.Phase == WorkPhase.Fit).Select(p => p.Of));
    }

    static void NoEnergy(EnergyCost cost) => Assert.All(
        new[] { cost.Joules, cost.NetJoules, cost.WattHours, cost.NetWattHours, cost.KilowattHours, cost.GramsCo2e, cost.Watts, cost.WattHoursPerThousand, cost.GramsPerThousand }, n => Assert.True(double.IsNaN(n)));
}
