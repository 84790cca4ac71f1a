using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Attune;

/// <summary>
/// Numbers ids in the order in which one thread meets them, straight from the bytes of a file: short whole numbers through a table of their values, all else through
/// a hash table of bytes. A text is made of an id once, at the end.
/// </summary>
sealed class ByteIds
{
    // Above this a number is looked up by its bytes: the table stays within 16 MB.
    const int DirectMost = 1 << 22, LongestProbe = 256;
    int[] _direct = new int[1 << 10], _slots = new int[1 << 8];
    uint[] _hashes = new uint[1 << 7];
    (int Start, int Length)[] _places = new (int, int)[1 << 7];
    byte[] _bytes = new byte[1 << 10];
    int _used, _hashed;

    /// <summary>What <see cref="Intern"/> gives for an id of nothing but blanks, and where too many ids share a hash.</summary>
    internal const int Blank = -1, Crowded = -2;

    /// <summary>Number of ids.</summary>
    internal int Count { get; private set; }

    /// <summary>The number of the id that is written as this whole number without leading zeros; −1 where it is too large for the table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int OfNumber(uint value)
    {
        var direct = _direct;
        return value < (uint)direct.Length && direct[value] is > 0 and var number ? number - 1 : NewNumber(value);
    }

    int NewNumber(uint value)
    {
        if (value >= (uint)_direct.Length)
        {
            if (value >= DirectMost) return -1;
            Array.Resize(ref _direct, (int)BitOperations.RoundUpToPowerOf2(value + 1));
        }
        ref var number = ref _direct[value];
        if (number == 0) number = Add(((int)value, -1)) + 1;
        return number - 1;
    }

    /// <summary>The number of an id.</summary>
    internal int Intern(ReadOnlySpan<byte> id)
    {
        var hash = Hash(id);
        var slot = hash & (uint)(_slots.Length - 1);
        for (var probe = 0; probe < LongestProbe; probe++, slot = (slot + 1) & (uint)(_slots.Length - 1))
        {
            var known = _slots[slot] - 1;
            if (known < 0) return Encoding.UTF8.GetString(id).AsSpan().IsWhiteSpace() ? Blank : New(id, hash, slot);
            if (_hashes[known] == hash && Bytes(known).SequenceEqual(id)) return known;
        }
        return Crowded;
    }

    /// <summary>All ids by number.</summary>
    internal string[] Texts()
    {
        var texts = new string[Count];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = _places[i].Length < 0 ? Vocabulary.Canonical(_places[i].Start) : Encoding.UTF8.GetString(Bytes(i));
        return texts;
    }

    ReadOnlySpan<byte> Bytes(int id) => _bytes.AsSpan(_places[id].Start, _places[id].Length);

    int Add((int Start, int Length) place)
    {
        if (Count == _places.Length)
        {
            Array.Resize(ref _places, 2 * Count);
            Array.Resize(ref _hashes, 2 * Count);
        }
        _places[Count] = place;
        return Count++;
    }

    int New(ReadOnlySpan<byte> id, uint hash, uint slot)
    {
        if (id.Length > int.MaxValue / 2 - _used) return Crowded;
        if (_used + id.Length > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, 2L * (_used + id.Length)));
        id.CopyTo(_bytes.AsSpan(_used));
        var number = Add((_used, id.Length));
        _used += id.Length;
        _hashes[number] = hash;
        _slots[slot] = number + 1;
        if (2 * ++_hashed > _slots.Length) Rehash();
        return number;
    }

    void Rehash()
    {
        _slots = new int[2 * _slots.Length];
        for (var i = 0; i < Count; i++)
        {
            if (_places[i].Length < 0) continue;
            var slot = _hashes[i] & (uint)(_slots.Length - 1);
            while (_slots[slot] != 0) slot = (slot + 1) & (uint)(_slots.Length - 1);
            _slots[slot] = i + 1;
        }
    }

    // Eight bytes at a time, multiplied and folded; the ends of long and short ids overlap instead of being padded.
    static uint Hash(ReadOnlySpan<byte> id)
    {
        const ulong Odd = 0x9E3779B97F4A7C15UL;
        var hash = (ulong)id.Length * Odd;
        while (id.Length > 8)
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(id), Odd);
            id = id[8..];
        }
        ulong last = 0;
        if (id.Length == 8) last = BinaryPrimitives.ReadUInt64LittleEndian(id);
        else foreach (var b in id) last = (last << 8) | b;
        hash = Fold(hash ^ last, Odd);
        return (uint)(hash >> 32) ^ (uint)hash;

        static ulong Fold(ulong a, ulong b)
        {
            var high = Math.BigMul(a, b, out var low);
            return high ^ low;
        }
    }
}
