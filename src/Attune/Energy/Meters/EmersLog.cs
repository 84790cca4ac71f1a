using System.Globalization;

namespace Attune;

/// <summary>A log of a smart plug as EMERS writes it: <c>timestamp,current_draw,total_draw</c> in seconds, watts and kilowatt-hours.</summary>
static class EmersLog
{
    const string Header = "timestamp,current_draw,total_draw";
    const double JoulesPerKilowattHour = 3.6e6;

    /// <summary>Its rows, in order; seconds and joules since the first.</summary>
    internal static IReadOnlyList<MeterSample> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The log {path} cannot be read: {e.Message.TrimEnd('.')}. Check that the path is right.", e);
        }
        if (lines.Length == 0 || lines[0].Trim() != Header) throw new DataException($"{path} is no log of EMERS: its first line must be {Header}.");
        var rows = lines.Index().Skip(1).Where(l => l.Item.Trim().Length > 0).Select(l => Row(path, l.Index + 1, l.Item)).ToArray();
        if (rows.Length < 2) throw new DataException($"{path} holds {rows.Length} readings; energy needs at least 2.");
        for (var r = 1; r < rows.Length; r++)
            if (!(rows[r].Seconds > rows[r - 1].Seconds)) throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{path}: the time {rows[r].Seconds} does not come after {rows[r - 1].Seconds}; the readings must be in order."));
        // The difference is taken before the unit is changed: so nothing of it is lost to the size of the counter.
        return [.. rows.Select(r => new MeterSample(r.Seconds - rows[0].Seconds, EnergyReading.Counter((r.KilowattHours - rows[0].KilowattHours) * JoulesPerKilowattHour, r.Watts)))];
    }

    static (double Seconds, double Watts, double KilowattHours) Row(string path, int line, string text)
    {
        var fields = Array.ConvertAll(text.Split(','), f => double.TryParse(f, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN);
        return fields is [var seconds, var watts, var total] && fields.All(double.IsFinite) ? (seconds, watts, total)
            : throw new DataException($"{path}, line {line}: '{text}' is not three numbers, seconds, watts and kilowatt-hours.");
    }
}
