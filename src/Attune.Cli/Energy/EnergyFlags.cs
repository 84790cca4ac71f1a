using System.Collections;
using System.CommandLine;

namespace Attune.Cli;

/// <summary>With which meter the energy of a command is measured, and what it is turned into.</summary>
sealed class EnergyFlags : IEnumerable<Option>
{
    static readonly EnergyOptions s_usual = new();
    readonly Option<string> _meter = new("--energy") { HelpName = "METER", Description = $"Measure the energy of this run: {EnergyMeter.Forms} (attune doctor says which there are). cpu:WATTS is an estimate and is called one. Default: not asked for." };
    readonly Option<double> _grams = new("--gco2e-per-kwh") { HelpName = "G", Description = "With --energy: grams of CO2 equivalent for a kilowatt-hour of your grid.", DefaultValueFactory = _ => s_usual.GramsPerKilowattHour };
    readonly Option<double?> _idle = new("--idle-watts") { HelpName = "W", Description = "With --energy: what the machine draws when idle, for energy net of it." };
    readonly Option<double?> _seconds = new("--idle-seconds") { HelpName = "S", Description = "With --energy: wait so long first and measure what the machine draws when idle; 60 is usual." };

    public IEnumerator<Option> GetEnumerator() => ((IEnumerable<Option>)[_meter, _grams, _idle, _seconds]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Begins to measure, where that was asked for. To be disposed when the command ends.</summary>
    internal Metered Start(Call call)
    {
        if (Options(call) is not { } options) return new Metered(null, null);
        try
        {
            var run = EnergyRun.Start(options, cancellation: call.Cancellation);
            call.Phases = run;
            return new Metered(options.Meter, run);
        }
        catch
        {
            options.Meter.Dispose();
            throw;
        }
    }

    /// <summary>The meter and the rest, its idle power measured where that was asked for; null where no energy was asked for. The meter is the caller's to dispose.</summary>
    internal EnergyOptions? Options(Call call)
    {
        if (call.Value(_meter) is not { } text)
            return new Option[] { _grams, _idle, _seconds }.FirstOrDefault(call.Has) is { } lonely ? throw new UsageException($"{lonely.Name} is for measuring energy: name a meter with --energy, as in --energy rapl.") : null;
        if (call.Has(_idle) && call.Has(_seconds)) throw new UsageException("--idle-watts says what --idle-seconds would measure; write one of them.");
        Check(call);
        var meter = UsageException.Applying("--energy", () => EnergyMeter.Parse(text));
        try
        {
            var options = new EnergyOptions { Meter = meter, GramsPerKilowattHour = call.Value(_grams), IdleWatts = call.Value(_idle) ?? Measured(call, meter) };
            UsageException.Reading("--energy", () => { options.Validate(); return options; });
            return options;
        }
        catch
        {
            meter.Dispose();
            throw;
        }
    }

    /// <summary>These options as they were written, for the command line of another process.</summary>
    internal IEnumerable<string> Words(Call call) => this.Where(call.Has).SelectMany(call.TokensOf);

    void Check(Call call)
    {
        if (!(call.Value(_grams) is >= 0 and <= 10_000)) throw new UsageException(FormattableString.Invariant($"--gco2e-per-kwh is {call.Value(_grams)}; it must be from 0 to 10000, as in 258."));
        if (call.Value(_idle) is { } watts && !(watts >= 0 && double.IsFinite(watts))) throw new UsageException(FormattableString.Invariant($"--idle-watts is {watts}; it must be 0 or more, as in 35."));
        if (call.Value(_seconds) is { } seconds && !(seconds > 0 && seconds <= 3600)) throw new UsageException(FormattableString.Invariant($"--idle-seconds is {seconds}; it must be above 0 and at most 3600, as in 60."));
    }

    double? Measured(Call call, IEnergyMeter meter) => call.Value(_seconds) is not { } seconds ? null
        : UsageException.Applying("--idle-seconds", () => call.Working("measuring the idle machine", progress => EnergyRun.IdleWatts(meter, TimeSpan.FromSeconds(seconds), new FitContext { Progress = progress, Cancellation = call.Cancellation })));
}
