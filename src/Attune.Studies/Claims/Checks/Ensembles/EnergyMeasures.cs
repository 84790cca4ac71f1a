using System.Globalization;

namespace Attune.Studies;

/// <summary>How far what is made of a meter's log is from what can be said by hand.</summary>
static class EnergyMeasures
{
    // 0.2085 Wh, as published with 53.8 mg.
    const double WattHours = 0.2085, Milligrams = 53.8;

    internal static double AgainstTheLog()
    {
        var folder = Directory.CreateTempSubdirectory("attune-log-");
        var path = Path.Combine(folder.FullName, "log.csv");
        try
        {
            // A counter that does not move between two looks, and begins anywhere.
            double[] counter = [1.25, 1.25, 1.2500517, 1.2501043, 1.2501043, 1.25 + WattHours / 1000];
            File.WriteAllText(path, string.Concat(["timestamp,current_draw,total_draw\n", .. counter.Select((kwh, s) => string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000 + s},{150 + s},{kwh:R}\n"))]));
            var use = EnergyUse.OfLog(path).Total;
            var (hours, grams) = (Math.Abs(use.WattHours / WattHours - 1), Math.Abs(1000 * use.GramsCo2e / Milligrams - 1));
            return Math.Max(hours < 1e-6 ? 0 : hours, grams);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
