using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Attune.Serving;

/// <summary>Reads a row of a dump, a protocol buffer, field by field. The caller leaves out the fields that it does not know.</summary>
/// <param name="bytes">The row.</param>
ref struct DumpRow(ReadOnlySpan<byte> bytes)
{
    const long FirstSecond = -62_135_596_800, LastSecond = 253_402_300_799;

    ReadOnlySpan<byte> _rest = bytes;
    ReadOnlySpan<byte> _value;

    /// <summary>The number of the field.</summary>
    internal int Field { get; private set; }

    /// <summary>Its value, where it is a number.</summary>
    internal ulong Number { get; private set; }

    /// <summary>Its value, where it is none.</summary>
    internal readonly ReadOnlySpan<byte> Bytes => _value;

    internal readonly string Text => Utf8.IsValid(_value) && !_value.Contains((byte)0) ? Encoding.UTF8.GetString(_value) : throw Damaged();

    internal readonly double Double => BitConverter.UInt64BitsToDouble(Number) is var value && double.IsFinite(value) ? value : throw Damaged();

    /// <summary>The value as a time; null for Gorse's zero.</summary>
    internal readonly DateTimeOffset? Time
    {
        get
        {
            var row = new DumpRow(_value);
            var (seconds, nanos) = (0L, 0L);
            while (row.Next())
                if (row.Field == 1) seconds = (long)row.Number;
                else if (row.Field == 2) nanos = (long)row.Number;
            if (seconds is < FirstSecond or > LastSecond || nanos is < 0 or > 999_999_999) throw Damaged();
            var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / TimeSpan.NanosecondsPerTick);
            return time.Ticks < TimeSpan.TicksPerDay ? null : time;
        }
    }

    internal static RequestException Damaged() => RequestException.Bad("The dump is damaged, or no dump.");

    /// <summary>Steps to the next field; false at the end.</summary>
    internal bool Next()
    {
        if (_rest.IsEmpty) return false;
        var tag = Varint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        _value = [];
        Number = 0;
        switch (tag & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                _value = Take(Varint());
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw Damaged();
        }
        return true;
    }

    ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length) throw Damaged();
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && !_rest.IsEmpty; shift += 7)
        {
            var part = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }
        throw Damaged();
    }
}
