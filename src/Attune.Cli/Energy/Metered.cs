namespace Attune.Cli;

/// <summary>The measurement of a command's energy; nothing at all where none was asked for.</summary>
sealed class Metered(IEnergyMeter? meter, EnergyRun? run) : IDisposable
{
    /// <summary>Ends the measurement: what the command took so far; null where that was not asked for. Its notes are kept beside JSON.</summary>
    internal EnergyUse? Stop(Call call)
    {
        var use = run?.Stop();
        if (use is not null) call.Keep(use.Notes);
        return use;
    }

    public void Dispose()
    {
        run?.Dispose();
        meter?.Dispose();
    }
}
