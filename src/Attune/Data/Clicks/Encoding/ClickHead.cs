using System.Globalization;

namespace Attune;

/// <summary>Reads label, weight and time of a click row.</summary>
sealed class ClickHead
{
    readonly int _label, _weight = -1, _time = -1;
    readonly string _labelName, _weightName, _timeName;

    internal ClickHead(ClickRecords rows, ClickSchema schema)
    {
        (_label, _labelName, _weightName, _timeName) = (rows.PlaceOf(schema.Label), schema.Label, schema.Weight ?? "", schema.Time ?? "");
        if (schema.Weight is { } weight) _weight = rows.PlaceOf(weight);
        if (schema.Time is { } time) _time = rows.PlaceOf(time);
    }

    internal float Label { get; private set; }

    internal float Weight { get; private set; } = 1;

    /// <summary>Unix milliseconds.</summary>
    internal long Time { get; private set; }

    internal bool HasWeights => _weight >= 0;

    internal bool HasTimes => _time >= 0;

    /// <summary>Reads the row; where that fails, says why.</summary>
    internal string? Read(ClickRecord row)
    {
        if (!TextValues.TryNumber(row[_label], out var label) || label is not (0 or 1 or -1)) return $"column '{_labelName}': the label '{DelimitedReader.Shorten(row[_label])}' is none of 1, 0 and -1";
        Label = label == 1 ? 1 : 0;
        if (_weight >= 0)
        {
            if (!TextValues.TryNumber(row[_weight], out var weight) || !(weight > 0)) return $"column '{_weightName}': the weight '{DelimitedReader.Shorten(row[_weight])}' is not a finite number above 0";
            Weight = weight;
        }
        if (_time < 0) return null;
        if (!TryTime(row[_time], out var time)) return $"column '{_timeName}': the time '{DelimitedReader.Shorten(row[_time])}' is none; write Unix seconds, ISO 8601 or yyMMddHH";
        Time = time;
        return null;
    }

    /// <summary>As elsewhere, and eight digits that name a day of this century as yyMMddHH, which Avazu writes; as Unix seconds they would lie in the year 1973 or before.</summary>
    internal static bool TryTime(ReadOnlySpan<char> text, out long time)
    {
        if (text.Length == 8 && DateTime.TryParseExact(text, "yyMMddHH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var hour))
        {
            time = new DateTimeOffset(hour).ToUnixTimeMilliseconds();
            return true;
        }
        return TextValues.TryTime(text, out time);
    }
}
