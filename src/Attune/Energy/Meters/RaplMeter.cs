using System.Globalization;
using System.Text.RegularExpressions;

namespace Attune;

/// <summary>
/// The running average power limit counters of a processor's packages, in microjoules, as Linux shows them under powercap. A counter goes from 0 to
/// max_energy_range_uj and begins again; polled every half second it cannot do so twice between two readings.
/// </summary>
sealed partial class RaplMeter : IEnergyMeter
{
    internal const string Folder = "/sys/class/powercap";
    readonly Package[] _packages;

    RaplMeter(Package[] packages) => _packages = packages;

    public string Name => "rapl";

    public EnergyOrigin Origin => EnergyOrigin.Measured;

    public EnergyScope Covers => EnergyScope.Packages;

    public string Description => string.Create(CultureInfo.InvariantCulture, $"RAPL counters of {_packages.Length} processor package{(_packages.Length == 1 ? "" : "s")}. Memory, disks, graphics cards and the power supply are not in it; other work on the same processors is.");

    public TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(1);

    // Only whole packages: their parts (intel-rapl:0:0) are in them, and psys, the platform, would count them twice.
    internal static RaplMeter Open(string folder)
    {
        string[] zones = Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Where(d => Zone().IsMatch(Path.GetFileName(d))).Order(StringComparer.Ordinal)] : [];
        var packages = zones.Where(z => Text(Path.Combine(z, "name")).StartsWith("package", StringComparison.Ordinal)).Select(z => new Package(z)).ToArray();
        return packages.Length > 0 ? new RaplMeter(packages)
            : throw new DataException($"There are no RAPL counters: {folder} has no package intel-rapl:0. They need Linux on an Intel or AMD processor, and virtual machines and containers mostly lack them; a smart plug (shelly:HOST, tapo:HOST) measures any machine.");
    }

    public EnergyReading Read(CancellationToken cancellation = default)
    {
        var microjoules = 0L;
        foreach (var package in _packages) microjoules += package.Spent();
        return EnergyReading.Counter(microjoules / 1e6);
    }

    public void Dispose()
    {
    }

    static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new DataException($"{path} cannot be read: {e.Message.TrimEnd('.')}. Linux shows the counters to root alone; allow everybody until the next start with: sudo chmod a+r {Path.GetDirectoryName(Path.GetDirectoryName(path))}/intel-rapl:*/energy_uj.", e);
        }
    }

    static long Number(string path) => long.TryParse(Text(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new DataException($"{path} holds '{Text(path)}', which is no count of microjoules; this is not a RAPL counter that Attune knows.");

    [GeneratedRegex(@"^intel-rapl:\d+$")]
    private static partial Regex Zone();

    sealed class Package(string zone)
    {
        readonly string _energy = Path.Combine(zone, "energy_uj");
        readonly long _range = Number(Path.Combine(zone, "max_energy_range_uj"));
        long _last = -1, _spent;

        /// <summary>Microjoules since it was read first.</summary>
        internal long Spent()
        {
            var now = Number(_energy);
            if (_last >= 0) _spent += now >= _last ? now - _last : now - _last + _range;
            _last = now;
            return _spent;
        }
    }
}
