namespace Attune.Tests;

/// <summary>The log of EMERS that lies in tests/Golden: 65 readings over 37 seconds.</summary>
public sealed class ReplayTests
{
    const double First = 43.91141399999999, Last = 43.914488, Seconds = 37.24636507034302;

    static string Log => Path.Combine(TestData.Root, "tests", "Golden", "emers", "sample.csv");

    [Fact]
    public void OfLog_KilowattHours_AreLastLessFirst()
    {
        var use = EnergyUse.OfLog(Log);
        Assert.Equal(Last - First, use.Total.KilowattHours, 1e-17);
        Assert.Equal(Seconds, use.Total.Seconds, 1e-6);
        Assert.Equal(793.092, 1000 * use.Total.GramsCo2e, 1e-6);
        Assert.Equal(EnergyOrigin.Replayed, use.Origin);
        Assert.Contains("Replayed from", use.Notes[0], StringComparison.Ordinal);
        Assert.True(double.IsNaN(use.Total.CpuSeconds));
    }

    // The plug's own two columns agree: the area below its watts, worked out in Python, is within 2 % of its counter.
    [Fact]
    public void Curve_OfTheWattsAlone_IsNearTheCounter()
    {
        var watts = EmersLog.Read(Log).Select(s => s with { Reading = EnergyReading.Power(s.Reading.Watts) }).ToArray();
        Assert.Equal(0.003014430341117912, EnergyCurve.Of(watts, out _)!.Total / 3.6e6, 1e-9);
    }

    [Fact]
    public void Read_AsTheClockGoes_IsTheRowOfThatMoment()
    {
        var time = new ManualTime();
        using var run = EnergyRun.Start(new EnergyOptions { Meter = EnergyMeter.Replay(Log, time) }, time);
        time.Advance(TimeSpan.FromSeconds(1.7));
        using var whole = EnergyRun.Start(new EnergyOptions { Meter = EnergyMeter.Replay(Log, time) }, time);
        Assert.Equal(43.911555 - First, run.Stop().Total.KilowattHours, 1e-12);
        time.Advance(TimeSpan.FromSeconds(Seconds));
        var use = whole.Stop();
        Assert.Equal(Last - First, use.Total.KilowattHours, 1e-17);
        Assert.Equal("Replayed", use.Origin.ToString());
    }

    [Fact]
    public void Read_AfterTheEnd_IsNotMeasured()
    {
        var time = new ManualTime();
        using var run = EnergyRun.Start(new EnergyOptions { Meter = EnergyMeter.Replay(Log, time) }, time);
        time.Advance(TimeSpan.FromSeconds(60));
        var use = run.Stop();
        Assert.True(double.IsNaN(use.Total.Joules));
        Assert.Contains("ends after 37.2 s", use.Notes[0], StringComparison.Ordinal);
    }

    // The two figures of the paper: 0.2085 Wh are 53.8 mg at 258 g for a kilowatt-hour.
    [Theory, InlineData(0.2085, 53.8), InlineData(0.0101, 2.6)]
    public void GramsCo2e_AtTheUsualFactor_AreThoseOfThePaper(double wattHours, double milligrams) =>
        Assert.Equal(milligrams, Math.Round(1000 * new EnergyCost { Joules = 3600 * wattHours, GramsPerKilowattHour = new EnergyOptions().GramsPerKilowattHour }.GramsCo2e, 1));

    [Theory]
    [InlineData("", "first line")]
    [InlineData("time,watts\n1,2\n", "first line")]
    [InlineData("timestamp,current_draw,total_draw\n1,2,3\n", "at least 2")]
    [InlineData("timestamp,current_draw,total_draw\n1,2,3\n2,x,3\n", "line 3")]
    [InlineData("timestamp,current_draw,total_draw\n1,2,3\n2,2\n", "line 3")]
    [InlineData("timestamp,current_draw,total_draw\n2,2,3\n1,2,3\n", "order")]
    public void Replay_FileThatIsNoLog_SaysWhatIsWrong(string text, string says)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("log.csv", text);
        var error = Assert.Throws<DataException>(() => EnergyMeter.Replay(path)).Message;
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Contains(path, error, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => EnergyMeter.Replay(folder.At("nowhere.csv")));
    }
}
