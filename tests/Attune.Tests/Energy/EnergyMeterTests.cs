namespace Attune.Tests;

public sealed class EnergyMeterTests
{
    [Theory, InlineData("none", "none"), InlineData(" None ", "none"), InlineData("cpu:8", "cpu:8"), InlineData("CPU: 12.5", "cpu:12.5")]
    public void Parse_Text_IsTheMeterOfThatName(string text, string name)
    {
        using var meter = EnergyMeter.Parse(text);
        Assert.Equal(name, meter.Name);
        Assert.Equal(name, EnergyMeter.Parse(meter.Name).Name);
    }

    [Theory]
    [InlineData(""), InlineData("watts"), InlineData("none:1"), InlineData("rapl:0"), InlineData("auto:x"), InlineData("nvidia:0")]
    [InlineData("cpu"), InlineData("cpu:"), InlineData("cpu:x"), InlineData("cpu:0"), InlineData("cpu:-3"), InlineData("cpu:1001"), InlineData("cpu:NaN"), InlineData("cpu:1,5")]
    [InlineData("replay"), InlineData("replay:"), InlineData("shelly"), InlineData("shelly: "), InlineData("shelly:http://plug"), InlineData("shelly:plug/rpc"), InlineData("shelly:me@plug"), InlineData("tapo:a b")]
    public void Parse_TextThatIsNone_ListsTheForms(string text)
    {
        var error = Assert.Throws<ArgumentException>(() => EnergyMeter.Parse(text)).Message;
        Assert.Contains(EnergyMeter.Forms, error, StringComparison.Ordinal);
        Assert.StartsWith($"'{text}' is not a meter", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TapoWithoutAnAccount_NamesTheVariables()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(EnergyMeter.TapoUser) is { Length: > 0 }, "This machine has an account of a plug.");
        Assert.Contains("ATTUNE_TAPO_USER", Assert.Throws<DataException>(() => EnergyMeter.Parse("tapo:127.0.0.1:9")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_IsNeverAnEstimate()
    {
        using var meter = EnergyMeter.Parse("auto");
        Assert.True(meter.Origin is EnergyOrigin.Measured or EnergyOrigin.NotMeasured);
        if (meter.Origin == EnergyOrigin.NotMeasured) Assert.Contains("auto found no meter", meter.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_EveryKind_SaysWhatItIsOrWhatIsMissing()
    {
        var found = EnergyMeter.Find();
        Assert.Equal(["rapl", "nvidia", "shelly:HOST", "tapo:HOST", "cpu:WATTS"], found.Select(m => m.Name));
        Assert.All(found, m => Assert.NotEmpty(m.Words));
        Assert.Contains("estimate", found[^1].Words, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Cpu_ProcessorTime_TimesWatts()
    {
        var spent = TimeSpan.FromSeconds(3);
        using var meter = new CpuTimeMeter(8, () => spent);
        Assert.Equal(24, meter.Read().Joules, 12);
        spent = TimeSpan.FromSeconds(5);
        Assert.Equal(40, meter.Read().Joules, 12);
        Assert.Equal((EnergyOrigin.Estimated, EnergyScope.Process), (meter.Origin, meter.Covers));
        Assert.Contains("estimate, not a measurement", meter.Description, StringComparison.Ordinal);
        Assert.True(new CpuTimeMeter(8).Read().Joules > 0);
    }

    [Fact]
    public void Nvidia_PowerOfAllGpus_IsAdded()
    {
        using var folder = new TemporaryFolder();
        using var meter = Smi(folder, "[ \"$1 $2\" = \"--query-gpu=power.draw --format=csv,noheader,nounits\" ] && printf '71.35\\n123.20\\n'");
        Assert.Equal(194.55, meter.Read().Watts, 9);
        Assert.True(double.IsNaN(meter.Read().Joules));
    }

    [Theory, InlineData("printf '71.35\\n[N/A]\\n'", "[N/A]"), InlineData("echo 'no devices' >&2; exit 6", "no devices"), InlineData("true", "names no GPU")]
    public void Nvidia_NoPower_SaysWhy(string script, string says)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(says, Assert.Throws<DataException>(() => Smi(folder, script).Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nvidia_NoProgram_SaysWhereItComesFrom() => Assert.Contains("driver", Assert.Throws<DataException>(() => NvidiaMeter.Open("")).Message, StringComparison.Ordinal);

    static NvidiaMeter Smi(TemporaryFolder folder, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The made-up nvidia-smi is a shell script.");
        var program = folder.Write("nvidia-smi", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return NvidiaMeter.Open(folder.Path);
    }
}
