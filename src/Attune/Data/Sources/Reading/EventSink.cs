using System.Globalization;

namespace Attune;

/// <summary>Turns fields of text into events: the one place where every source's values are read and checked.</summary>
/// <param name="builder">Where the events go.</param>
/// <param name="label">What messages call the column of a role, as in "column 'rating'".</param>
/// <param name="ratingRequired">Whether a row must have a rating: the file has a column of ratings and none of kinds.</param>
/// <param name="plainKind">What an event is that has neither a kind nor a rating.</param>
sealed class EventSink(DatasetBuilder builder, Func<ColumnRole, string> label, bool ratingRequired = false, string plainKind = EventKind.Interaction)
{
    readonly IdTable _texts = new();
    bool? _timed;

    /// <summary>Adds the event; where a field cannot be read, adds nothing and says why.</summary>
    internal string? Add(scoped in EventFields fields)
    {
        if (fields.User.IsWhiteSpace()) return Empty(ColumnRole.User);
        if (fields.Item.IsWhiteSpace()) return Empty(ColumnRole.Item);
        if (ratingRequired && fields.Rating.IsEmpty) return Empty(ColumnRole.Rating);
        var isRating = !fields.Rating.IsEmpty;
        if (Number(isRating ? ColumnRole.Rating : ColumnRole.Value, isRating ? fields.Rating : fields.Value, out var value) is { } wrongValue) return wrongValue;
        if (Number(ColumnRole.Price, fields.Price, out var price) is { } wrongPrice) return wrongPrice;
        if (Time(fields.Time, out var time) is { } wrongTime) return wrongTime;
        var slot = 0;
        if (!fields.Slot.IsEmpty && !int.TryParse(fields.Slot, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out slot))
            return Wrong(ColumnRole.Slot, fields.Slot, "a whole number");
        var kind = !fields.Kind.IsEmpty ? fields.Kind : isRating ? EventKind.Rating : plainKind;
        builder.Append(builder.User(fields.User), builder.Item(fields.Item), time, builder.KindIndex(kind), value, price, slot, Text(fields.Request), Text(fields.Context));
        return null;
    }

    string? Number(ColumnRole role, ReadOnlySpan<char> text, out float value)
    {
        value = float.NaN;
        return text.IsEmpty || TextValues.TryNumber(text, out value) ? null : Wrong(role, text, "a finite number");
    }

    string? Time(ReadOnlySpan<char> text, out long? time)
    {
        time = null;
        if (!text.IsEmpty)
        {
            if (!TextValues.TryTime(text, out var milliseconds)) return Wrong(ColumnRole.Time, text, "a time (Unix seconds or milliseconds, or ISO 8601 as in 2011-12-09T12:50)");
            time = milliseconds;
        }
        _timed ??= time is not null;
        if (_timed == time is not null) return null;
        return time is null ? $"{label(ColumnRole.Time)} is empty, but earlier rows have a time" : $"{label(ColumnRole.Time)}: '{text}' is a time, but earlier rows have none";
    }

    // Requests and contexts repeat from row to row; one string serves them all.
    string? Text(ReadOnlySpan<char> text) => text.IsEmpty ? null : _texts.Ids[_texts.Intern(text)];

    string Empty(ColumnRole role) => $"{label(role)} is empty; every event needs one";

    string Wrong(ColumnRole role, ReadOnlySpan<char> text, string expected) => $"{label(role)}: '{DelimitedReader.Shorten(text)}' is not {expected}";
}
