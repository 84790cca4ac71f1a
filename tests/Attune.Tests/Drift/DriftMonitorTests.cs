namespace Attune.Tests;

public sealed class DriftMonitorTests
{
    // Each of the four periods holds one stretch of 100 days, whose events are in its first half: two of the old regime, two of the new one.
    [Fact]
    public void PlantedChange_IsAlarmedWhereItIs()
    {
        var world = new PlantedDrift { Users = 300, References = 300, Old = 1 }.Make();
        var drift = new DriftMonitor { Days = 98, ChunkLength = 20 }.Watch(world.Data);
        Assert.Equal(4, drift.Periods.Count);
        Assert.Equal([false, false, true, false], drift.Periods.Select(p => p.Alarm));
        Assert.Equal([false, false, true, true], drift.Periods.Select(p => p.AlarmSinceFirst));
        Assert.Equal(1, drift.Alarms);
        Assert.True(drift.Periods[2].ItemsMoved > 0.25);
        Assert.InRange(drift.Periods[1].ItemsMoved, 0, 0.1);
        Assert.InRange(drift.Periods[2].NewItems, 0.15, 0.5);
        Assert.Equal(300 * 20, drift.Periods[0].Events);
        Assert.True(double.IsNaN(drift.Periods[1].KindsMoved));
    }

    [Fact]
    public void Report_NamesTheChange()
    {
        var world = new PlantedDrift { Users = 100, References = 100, Old = 1 }.Make();
        var drift = new DriftMonitor { Days = 98, Permutations = 200 }.Watch(world.Data, new TokenChunks(world.Data, 128));
        var report = Report.Of(drift);
        Assert.Contains(drift.Periods[2].From.ToString("yyyy-MM-dd", null), report.Lead, StringComparison.Ordinal);
        foreach (var text in new[] { report.ToText(), report.ToHtml(), report.ToMarkdown() }) Assert.Contains("changed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void PeriodsByEvents_HaveThem()
    {
        var world = new PlantedDrift { Users = 50, References = 20 }.Make();
        var drift = new DriftMonitor { Events = 500, Permutations = 50, Sample = 20 }.Watch(world.Data);
        Assert.Equal(world.Data.Count, drift.Periods.Sum(p => p.Events));
        Assert.All(drift.Periods.SkipLast(1), p => Assert.InRange(p.Events, 490, 510));
        Assert.All(drift.Periods, p => Assert.InRange(p.Chunks, 1, 20));
        Assert.Single(drift.Notes);
    }

    [Fact]
    public void OnePeriod_OrNoTimes_IsSaid()
    {
        var world = new PlantedDrift { Users = 20, References = 5 }.Make();
        // A last period of less than half the days is left out, and counted.
        Assert.Contains("are left out", Assert.Single(new DriftMonitor { Days = 101 }.Watch(world.Data).Notes), StringComparison.Ordinal);
        Assert.Contains("one period only", Assert.Throws<DataException>(() => new DriftMonitor { Days = 5000 }.Watch(world.Data)).Message, StringComparison.Ordinal);
        Assert.Contains("no times", Assert.Throws<DataException>(() => new DriftMonitor().Watch(new DatasetBuilder().Add(new Interaction("a", "b")).Build())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DriftMonitor { Level = 1 }.Watch(world.Data));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DriftMonitor { Days = double.NaN }.Watch(world.Data));
    }
}
