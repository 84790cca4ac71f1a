using System.Globalization;

namespace Attune.Tests;

/// <summary>The kernel's counters in a made-up folder: two packages, a part of one, and the platform, which holds them all.</summary>
public sealed class RaplMeterTests : IDisposable
{
    const long Range = 262_143_328_850;
    readonly TemporaryFolder _folder = new();

    public RaplMeterTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Names of the kernel's folders hold colons.");
        Zone("intel-rapl", "control", 0);
        Zone("intel-rapl:0", "package-0", 1_000_000);
        Zone("intel-rapl:0:0", "core", 777_000_000);
        Zone("intel-rapl:1", "package-1", 5_000_000);
        Zone("intel-rapl:2", "psys", 888_000_000);
    }

    [Fact]
    public void Read_Packages_AreAddedAndTheirPartsLeftOut()
    {
        using var meter = EnergyMeter.Rapl(_folder.Path);
        Assert.Equal(0, meter.Read().Joules, 12);
        Set("intel-rapl:0", 1_250_000);
        Set("intel-rapl:1", 7_000_000);
        Set("intel-rapl:0:0", 999_000_000);
        Assert.Equal(2.25, meter.Read().Joules, 12);
        Assert.Contains("2 processor packages", meter.Description, StringComparison.Ordinal);
        Assert.Equal((EnergyOrigin.Measured, EnergyScope.Packages), (meter.Origin, meter.Covers));
    }

    [Fact]
    public void Read_CounterBeginsAgain_GoesOn()
    {
        Set("intel-rapl:0", Range - 400_000);
        using var meter = EnergyMeter.Rapl(_folder.Path);
        Set("intel-rapl:0", 600_000);
        Assert.Equal(1, meter.Read().Joules, 12);
        Set("intel-rapl:0", Range - 1);
        Assert.Equal(1 + (Range - 1 - 600_000) / 1e6, meter.Read().Joules, 6);
        Set("intel-rapl:0", 2_000_000);
        Assert.Equal(1 + (Range - 600_000 + 2_000_000) / 1e6, meter.Read().Joules, 6);
    }

    [Fact]
    public void Read_InARun_IsInTheNumbers()
    {
        var time = new ManualTime();
        using var meter = EnergyMeter.Rapl(_folder.Path);
        using var run = EnergyRun.Start(new EnergyOptions { Meter = meter }, time);
        for (var (step, at) = (0, 1_000_000L); step < 4; step++)
        {
            Set("intel-rapl:0", at += 9_000_000);
            time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(0.01, run.Stop().Total.WattHours, 12);
    }

    [Fact]
    public void Open_NoCounters_SaysWhatElseThereIs()
    {
        using var empty = new TemporaryFolder();
        Assert.Contains("shelly:HOST", Assert.Throws<DataException>(() => EnergyMeter.Rapl(empty.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("no package", Assert.Throws<DataException>(() => EnergyMeter.Rapl(empty.At("nowhere"))).Message, StringComparison.Ordinal);
    }

    // Root may read everything, so a folder stands where the file should be: the system refuses that to everybody.
    [Fact]
    public void Open_CounterThatMayNotBeRead_SaysWhichAndHowToAllowIt()
    {
        File.Delete(_folder.At("intel-rapl:1", "energy_uj"));
        Directory.CreateDirectory(_folder.At("intel-rapl:1", "energy_uj"));
        var error = Assert.Throws<DataException>(() => EnergyMeter.Rapl(_folder.Path)).Message;
        Assert.Contains(_folder.At("intel-rapl:1", "energy_uj"), error, StringComparison.Ordinal);
        Assert.Contains($"sudo chmod a+r {_folder.Path}/intel-rapl:*/energy_uj", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_CounterThatIsNoNumber_SaysWhatItHolds()
    {
        File.WriteAllText(_folder.At("intel-rapl:0", "energy_uj"), "lots\n");
        Assert.Contains("'lots'", Assert.Throws<DataException>(() => EnergyMeter.Rapl(_folder.Path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    void Zone(string zone, string name, long microjoules)
    {
        Directory.CreateDirectory(_folder.At(zone));
        File.WriteAllText(_folder.At(zone, "name"), name + "\n");
        File.WriteAllText(_folder.At(zone, "max_energy_range_uj"), Range.ToString(CultureInfo.InvariantCulture) + "\n");
        Set(zone, microjoules);
    }

    void Set(string zone, long microjoules) => File.WriteAllText(_folder.At(zone, "energy_uj"), microjoules.ToString(CultureInfo.InvariantCulture) + "\n");
}
