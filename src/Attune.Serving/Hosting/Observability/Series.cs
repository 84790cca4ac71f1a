using System.Globalization;
using System.Text;

namespace Attune.Serving;

/// <summary>What one series of an instrument has counted. Safe for many threads.</summary>
sealed class Series(bool isHistogram)
{
    // Seconds, from a cached list to a request that something is wrong with.
    static readonly double[] Bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

    readonly long[] _counts = isHistogram ? new long[Bounds.Length + 1] : [];
    readonly Lock _lock = new();
    double _sum;

    internal void Take(double value, bool replaces)
    {
        lock (_lock)
        {
            if (isHistogram) _counts[BucketOf(value)]++;
            _sum = replaces ? value : _sum + value;
        }
    }

    internal void Write(StringBuilder text, string name, string tags)
    {
        lock (_lock)
        {
            if (!isHistogram)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}{Braces(tags)} {_sum:R}\n");
                return;
            }
            var count = 0L;
            for (var b = 0; b < _counts.Length; b++)
            {
                count += _counts[b];
                var bound = b < Bounds.Length ? Bounds[b].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{tags}{(tags.Length > 0 ? "," : "")}le=\"{bound}\"}} {count}\n");
            }
            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braces(tags)} {_sum:R}\n{name}_count{Braces(tags)} {count}\n");
        }
    }

    static int BucketOf(double value)
    {
        for (var b = 0; b < Bounds.Length; b++)
            if (value <= Bounds[b]) return b;
        return Bounds.Length;
    }

    static string Braces(string tags) => tags.Length == 0 ? "" : "{" + tags + "}";
}
