using System.Globalization;

namespace Attune;

/// <summary>The meters, by name or one by one.</summary>
public static class EnergyMeter
{
    /// <summary>The text forms that <see cref="Parse"/> understands.</summary>
    public const string Forms = "rapl, shelly:HOST, tapo:HOST, nvidia, cpu:WATTS, replay:FILE, none, auto";

    /// <summary>Environment variable of the account of a Tapo plug: the mail address.</summary>
    public const string TapoUser = "ATTUNE_TAPO_USER";

    /// <summary>Environment variable of its password.</summary>
    public const string TapoPassword = "ATTUNE_TAPO_PASSWORD";

    /// <summary>No meter: what is asked of it is told as not measured.</summary>
    public static IEnergyMeter None { get; } = new NoMeter("no meter was asked for (none)");

    /// <summary>The meter that a text asks for (<see cref="Forms"/>), read once to see that it is there.</summary>
    /// <param name="text">Such as "rapl" or "shelly:192.168.1.20".</param>
    /// <exception cref="ArgumentException">The text is none of the forms.</exception>
    /// <exception cref="DataException">The meter is not there or cannot be read; the message says what to do.</exception>
    public static IEnergyMeter Parse(string text)
    {
        var (name, value) = text.Trim().Split(':', 2) is [var n, var v] ? (n.Trim(), v.Trim()) : (text.Trim(), null);
        return (name.ToLowerInvariant(), value) switch
        {
            ("none", null) => None,
            ("auto", null) => Auto(),
            ("rapl", null) => Rapl(),
            ("nvidia", null) => Nvidia(),
            ("cpu", { Length: > 0 }) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var watts) && watts is > 0 and <= CpuTimeMeter.MostWatts ? Cpu(watts)
                : throw Bad(string.Create(CultureInfo.InvariantCulture, $"'{value}' must be the watts of one busy core, above 0 and at most {CpuTimeMeter.MostWatts}: the processor's rated power divided by its cores, as in cpu:8")),
            ("replay", { Length: > 0 }) => Replay(value),
            ("shelly", { Length: > 0 }) => Shelly(Host(value)),
            ("tapo", { Length: > 0 }) => Tapo(Host(value), Account(TapoUser), Account(TapoPassword)),
            ("cpu" or "replay" or "shelly" or "tapo", _) => throw Bad($"{name} lacks what stands behind its colon"),
            ("none" or "auto" or "rapl" or "nvidia", _) => throw Bad($"{name} has nothing behind it"),
            _ => throw Bad("there is no such meter"),
        };

        ArgumentException Bad(string why) => new($"'{text}' is not a meter: {why}. Meters are {Forms}.");

        string Host(string host) => Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var address) && address is { AbsolutePath: "/", Query: "", UserInfo: "" } ? host
            : throw Bad($"'{host}' must be the plug's address in the network, with a port where it is not 80, as in 192.168.1.20");
    }

    /// <summary>The counters of Intel and AMD processors under Linux (RAPL), summed over packages.</summary>
    /// <param name="folder">Where the kernel shows them.</param>
    /// <exception cref="DataException">There are none, or they cannot be read.</exception>
    public static IEnergyMeter Rapl(string folder = RaplMeter.Folder) => Seen(RaplMeter.Open(folder));

    /// <summary>A Shelly plug of the second generation and later (Plug Plus S), over HTTP: its counter of energy.</summary>
    /// <param name="host">Its address in the network, with a port where it is not 80.</param>
    /// <exception cref="DataException">Nothing answers there, or something else.</exception>
    public static IEnergyMeter Shelly(string host) => Seen(new ShellyMeter(host));

    /// <summary>A Tapo P110 or P115, over HTTP with its KLAP handshake: power, in milliwatts. Its counter has whole watt-hours and starts again at midnight, so it is not used.</summary>
    /// <param name="host">Its address in the network, with a port where it is not 80.</param>
    /// <param name="user">The mail address of the account in the Tapo app.</param>
    /// <param name="password">Its password; goes nowhere but into the hash that the plug is shown.</param>
    /// <exception cref="DataException">Nothing answers there, or it refuses user and password.</exception>
    public static IEnergyMeter Tapo(string host, string user, string password) => Seen(new TapoMeter(host, user, password));

    /// <summary>The power of all NVIDIA GPUs, by nvidia-smi.</summary>
    /// <exception cref="DataException">There is no nvidia-smi, or it tells no power.</exception>
    public static IEnergyMeter Nvidia() => Seen(NvidiaMeter.Open(Environment.GetEnvironmentVariable("PATH") ?? ""));

    /// <summary>Processor time of this process times the watts of one busy core: an estimate, and told as one.</summary>
    /// <param name="wattsPerCore">Above 0, at most 1000.</param>
    public static IEnergyMeter Cpu(double wattsPerCore) => new CpuTimeMeter(wattsPerCore);

    /// <summary>A log as EMERS writes it (<c>timestamp,current_draw,total_draw</c> in seconds, watts and kilowatt-hours), as if it were measured now.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock that the log follows; null for the system's.</param>
    /// <exception cref="DataException">The file is no such log.</exception>
    public static IEnergyMeter Replay(string path, TimeProvider? time = null) => new ReplayMeter(EmersLog.Read(path), path, time ?? TimeProvider.System);

    /// <summary>RAPL where it can be read, else the GPUs, else none; never an estimate.</summary>
    public static IEnergyMeter Auto()
    {
        var why = new List<string>();
        foreach (var open in new Func<IEnergyMeter>[] { () => Rapl(), Nvidia })
        {
            try
            {
                return open();
            }
            catch (DataException e)
            {
                why.Add(e.Message);
            }
        }
        return new NoMeter($"auto found no meter. {string.Join(" ", why)}");
    }

    /// <summary>The meters of this machine, found or not, each with what it is or what is missing; plugs are not looked for in the network.</summary>
    public static IReadOnlyList<FoundMeter> Find() =>
    [
        Look("rapl", () => Rapl()),
        Look("nvidia", Nvidia),
        new("shelly:HOST", false, "A plug has to be named: --energy shelly:192.168.1.20."),
        new("tapo:HOST", false, $"A plug has to be named, and its account given in {TapoUser} and {TapoPassword}: --energy tapo:192.168.1.21."),
        new("cpu:WATTS", true, "An estimate from processor time and the watts of one busy core, which have to be given: --energy cpu:8."),
    ];

    static FoundMeter Look(string name, Func<IEnergyMeter> open)
    {
        try
        {
            using var meter = open();
            return new FoundMeter(name, true, meter.Description);
        }
        catch (DataException e)
        {
            return new FoundMeter(name, false, e.Message);
        }
    }

    // What cannot be read shows before the work, not after it.
    static IEnergyMeter Seen(IEnergyMeter meter)
    {
        try
        {
            meter.Read();
            return meter;
        }
        catch
        {
            meter.Dispose();
            throw;
        }
    }

    static string Account(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? set
        : throw new DataException($"tapo needs the account of the Tapo app: set the environment variables {TapoUser} (its mail address) and {TapoPassword}; {variable} is not set.");
}
