namespace Attune;

/// <summary>
/// Energy against time, from readings. With a counter E(t) is its value less the first, and between two readings lies on a line; with power alone
/// E(t) = ∫ P dt by the trapezoid rule, and power lies on a line.
/// </summary>
sealed class EnergyCurve
{
    readonly double[] _seconds, _joules, _watts;
    readonly bool _counts;

    EnergyCurve(double[] seconds, double[] joules, double[] watts, bool counts) => (_seconds, _joules, _watts, _counts) = (seconds, joules, watts, counts);

    /// <summary>Joules between the first reading and the last.</summary>
    internal double Total => _joules[^1];

    /// <summary>When the last reading was made.</summary>
    internal double End => _seconds[^1];

    /// <summary>The curve of at least two readings; null, and the reason, where they give none.</summary>
    internal static EnergyCurve? Of(IReadOnlyList<MeterSample> samples, out string problem)
    {
        problem = samples.Count < 2 ? "the meter gave fewer than two readings" : "";
        if (problem.Length > 0) return null;
        double[] seconds = [.. samples.Select(s => s.Seconds)], watts = [.. samples.Select(s => s.Reading.Watts)];
        if (samples.All(s => double.IsFinite(s.Reading.Joules))) return Counted(seconds, [.. samples.Select(s => s.Reading.Joules - samples[0].Reading.Joules)], watts, out problem);
        if (!watts.All(double.IsFinite)) problem = "the meter told neither energy nor power in all of its readings";
        return problem.Length > 0 ? null : new EnergyCurve(seconds, Areas(seconds, watts), watts, counts: false);
    }

    /// <summary>Joules from the first reading to a moment, which is put between first and last.</summary>
    internal double At(double at)
    {
        if (at <= _seconds[0]) return 0;
        if (at >= End) return Total;
        var found = Array.BinarySearch(_seconds, at);
        var after = found >= 0 ? found : ~found;
        var (before, span) = (after - 1, _seconds[after] - _seconds[after - 1]);
        var share = span > 0 ? (at - _seconds[before]) / span : 1;
        if (_counts) return _joules[before] + share * (_joules[after] - _joules[before]);
        var watts = _watts[before] + share * (_watts[after] - _watts[before]);
        return _joules[before] + (at - _seconds[before]) * (_watts[before] + watts) / 2;
    }

    static EnergyCurve? Counted(double[] seconds, double[] joules, double[] watts, out string problem)
    {
        problem = "";
        for (var i = 1; i < joules.Length; i++)
            if (joules[i] < joules[i - 1]) problem = "the meter's counter went backwards, as after a restart of the meter";
        return problem.Length > 0 ? null : new EnergyCurve(seconds, joules, watts, counts: true);
    }

    static double[] Areas(double[] seconds, double[] watts)
    {
        var joules = new double[seconds.Length];
        for (var i = 1; i < joules.Length; i++) joules[i] = joules[i - 1] + (seconds[i] - seconds[i - 1]) * (watts[i] + watts[i - 1]) / 2;
        return joules;
    }
}
