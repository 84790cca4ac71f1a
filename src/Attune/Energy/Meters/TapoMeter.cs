using System.Globalization;
using System.Net;
using System.Security.Cryptography;

namespace Attune;

/// <summary>A Tapo plug that measures: <c>get_energy_usage</c> through KLAP tells the power in milliwatts. A session that the plug has forgotten is begun anew.</summary>
sealed class TapoMeter : IEnergyMeter
{
    static readonly byte[] s_ask = """{"method":"get_energy_usage"}"""u8.ToArray();
    readonly PlugClient _plug;
    readonly byte[] _account;
    readonly string _host;
    KlapSession? _session;
    string? _cookie;

    internal TapoMeter(string host, string user, string password, TimeSpan? patience = null) =>
        (_host, _account, _plug) = (host, KlapSession.AccountOf(user, password), new PlugClient("Tapo", host, patience));

    public string Name => $"tapo:{_host}";

    public EnergyOrigin Origin => EnergyOrigin.Measured;

    public EnergyScope Covers => EnergyScope.System;

    public string Description => $"A Tapo plug at {_host}: everything behind it, its power supply and all other work of the machine included. It tells power, so energy is the area below it.";

    public TimeSpan Tick { get; } = TimeSpan.FromSeconds(1);

    public EnergyReading Read(CancellationToken cancellation = default)
    {
        var known = _session is not null;
        var answer = Asked(cancellation);
        if (answer is null && known) answer = Asked(cancellation);
        if (answer is null) throw _plug.Strange("it ends the session that it has just begun, or its answer is not encrypted as it should be");
        var error = _plug.Number(answer, "error_code");
        return error == 0 ? EnergyReading.Power(_plug.Number(answer, "result", "current_power") / 1000)
            : throw _plug.Strange(string.Create(CultureInfo.InvariantCulture, $"its error code is {error}"));
    }

    public void Dispose() => _plug.Dispose();

    // Null where the plug no longer knows the session.
    byte[]? Asked(CancellationToken cancellation)
    {
        _session ??= Begin(cancellation);
        var message = _session.Encrypt(s_ask);
        var answer = _plug.Post(string.Create(CultureInfo.InvariantCulture, $"app/request?seq={_session.Number}"), message, null, _cookie, cancellation);
        var text = answer.Status == HttpStatusCode.OK ? _session.Decrypt(answer.Body) : null;
        if (text is null) _session = null;
        return text;
    }

    KlapSession Begin(CancellationToken cancellation)
    {
        var local = RandomNumberGenerator.GetBytes(KlapSession.SeedBytes);
        var first = _plug.Post("app/handshake1", local, null, null, cancellation);
        if (first.Status != HttpStatusCode.OK || first.Body.Length != KlapSession.SeedBytes + KlapSession.HashBytes)
            throw _plug.Strange(string.Create(CultureInfo.InvariantCulture, $"it answers the handshake with HTTP status {(int)first.Status} and {first.Body.Length} bytes"));
        var (remote, proof) = (first.Body[..KlapSession.SeedBytes], first.Body[KlapSession.SeedBytes..]);
        if (!CryptographicOperations.FixedTimeEquals(KlapSession.Proof(local, remote, _account), proof)) throw Refused();
        _cookie = first.Cookies.Select(c => c.Split(';')[0]).FirstOrDefault(c => c.StartsWith("TP_SESSIONID=", StringComparison.Ordinal));
        var second = _plug.Post("app/handshake2", KlapSession.Proof(remote, local, _account), null, _cookie, cancellation);
        return second.Status == HttpStatusCode.OK ? new KlapSession(local, remote, _account) : throw Refused();
    }

    DataException Refused() => _plug.Bad("has another user or password",
        $"Check {EnergyMeter.TapoUser} and {EnergyMeter.TapoPassword}, capitals too, and that the Tapo app allows third-party services to reach the plug");
}
