using System.Globalization;
using System.Net;

namespace Attune;

/// <summary>A Shelly plug of the second generation: <c>Switch.GetStatus</c> over its JSON-RPC tells the power in watts and a counter in watt-hours.</summary>
sealed class ShellyMeter(string host, TimeSpan? patience = null) : IEnergyMeter
{
    const double JoulesPerWattHour = 3600;

    static readonly byte[] s_ask = """{"id":1,"src":"attune","method":"Switch.GetStatus","params":{"id":0}}"""u8.ToArray();

    readonly PlugClient _plug = new("Shelly", host, patience);
    double? _first;

    public string Name => $"shelly:{host}";

    public EnergyOrigin Origin => EnergyOrigin.Measured;

    public EnergyScope Covers => EnergyScope.System;

    public string Description => $"A Shelly plug at {host}: everything behind it, its power supply and all other work of the machine included.";

    public TimeSpan Tick { get; } = TimeSpan.FromSeconds(1);

    public EnergyReading Read(CancellationToken cancellation = default)
    {
        var answer = _plug.Post("rpc", s_ask, "application/json", null, cancellation);
        if (answer.Status == HttpStatusCode.Unauthorized) throw _plug.Bad("asks for a password", "Switch its authentication off for the time of the measurement");
        if (answer.Status != HttpStatusCode.OK) throw _plug.Strange(string.Create(CultureInfo.InvariantCulture, $"it answers with HTTP status {(int)answer.Status}"));
        var (watts, total) = (_plug.Number(answer.Body, "result", "apower"), _plug.Number(answer.Body, "result", "aenergy", "total"));
        _first ??= total;
        return EnergyReading.Counter((total - _first.Value) * JoulesPerWattHour, watts);
    }

    public void Dispose() => _plug.Dispose();
}
