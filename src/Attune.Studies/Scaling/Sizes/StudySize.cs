using System.Globalization;

namespace Attune.Studies;

/// <summary>How much of some data is taken: a share ("5%") or a number of events ("100000", "100k", "25m"). Immutable.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Share">The share; NaN where it is a number.</param>
/// <param name="Events">The number; 0 where it is a share.</param>
readonly record struct StudySize(string Text, double Share, int Events)
{
    internal const string Forms = "5%, 100000, 100k, 25m";

    internal bool IsShare => Events == 0;

    /// <summary>So many events of those that there are, at least 1.</summary>
    internal int Of(int all) => IsShare ? Math.Max(1, (int)Math.Round(Share * all, MidpointRounding.ToEven)) : Math.Min(Events, all);

    /// <exception cref="ArgumentException">It is no size, or an impossible one.</exception>
    internal static StudySize Parse(string text)
    {
        var written = text.Trim();
        var (number, times) = written.Length == 0 ? ("", 0) : written[^1] switch
        {
            '%' => (written[..^1], 0),
            'k' or 'K' => (written[..^1], 1_000),
            'm' or 'M' => (written[..^1], 1_000_000),
            _ => (written, 1),
        };
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) throw new ArgumentException($"'{text}' is no size; sizes are a share or a number of events, as {Forms}.");
        if (times == 0) return value is > 0 and <= 100 ? new(written, value / 100, 0) : throw new ArgumentException($"the size {text} is impossible; a share lies above 0 % and is at most 100%.");
        var events = value * times;
        return events is >= 1 and <= int.MaxValue && events == Math.Floor(events) ? new(written, double.NaN, (int)events)
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the size {text} is impossible; a number of events is whole, from 1 to {int.MaxValue}."));
    }
}
