using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Attune.Serving;

/// <summary>
/// Writes Gorse's dump: for each table its mark (-1 users, -2 items, -3 feedback) and its rows, each the length and the bytes of a protocol buffer; 0 at the end.
/// Marks and lengths are 64-bit integers, lowest byte first.
/// </summary>
/// <param name="output">Where to.</param>
sealed class DumpWriter(IBufferWriter<byte> output)
{
    internal const long Users = -1, Items = -2, Feedback = -3, End = 0;

    readonly ArrayBufferWriter<byte> _row = new();
    readonly ArrayBufferWriter<byte> _part = new();

    internal void Mark(long mark)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(8), mark);
        output.Advance(8);
    }

    internal void User(StoredUser user)
    {
        Text(1, user.Id);
        Text(2, user.Labels ?? "null");
        Text(3, user.Comment);
        Row();
    }

    internal void Item(StoredItem item)
    {
        Text(2, item.Id);
        if (item.IsHidden) Number(_row, 3, 1);
        foreach (var category in item.Categories) Text(4, category);
        Time(5, item.Timestamp ?? DateTimeOffset.MinValue);
        Text(6, item.Labels ?? "null");
        Text(7, item.Comment);
        Row();
    }

    internal void Event(StoredEvent e)
    {
        Text(2, e.Type);
        Text(3, e.User);
        Text(4, e.Item);
        Varint(_row, (5 << 3) | 1);
        BinaryPrimitives.WriteDoubleLittleEndian(_row.GetSpan(8), e.Value);
        _row.Advance(8);
        Time(6, e.Time);
        Text(7, e.Comment);
        Text(9, e.Labels ?? "null");
        Row();
    }

    void Row()
    {
        Mark(_row.WrittenCount);
        output.Write(_row.WrittenSpan);
        _row.ResetWrittenCount();
    }

    void Text(uint field, string text)
    {
        if (text.Length == 0) return;
        Varint(_row, (field << 3) | 2);
        Varint(_row, (ulong)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _row);
    }

    static void Number(ArrayBufferWriter<byte> to, uint field, ulong value)
    {
        Varint(to, field << 3);
        Varint(to, value);
    }

    // Seconds since 1970, which may be negative, and nanoseconds, which may not.
    void Time(uint field, DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTime.UnixEpoch.Ticks;
        var seconds = (long)Math.Floor((decimal)ticks / TimeSpan.TicksPerSecond);
        _part.ResetWrittenCount();
        Number(_part, 1, (ulong)seconds);
        Number(_part, 2, (ulong)((ticks - seconds * TimeSpan.TicksPerSecond) * TimeSpan.NanosecondsPerTick));
        Varint(_row, (field << 3) | 2);
        Varint(_row, (ulong)_part.WrittenCount);
        _row.Write(_part.WrittenSpan);
    }

    static void Varint(ArrayBufferWriter<byte> to, ulong value)
    {
        var span = to.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        span[length++] = (byte)value;
        to.Advance(length);
    }
}
