using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Attune;

/// <summary>What a model has read of one user (<see cref="IRecurrent"/>), to be kept and gone on from. Immutable. Belongs to one trained model: another cannot read it.</summary>
public sealed class UserState
{
    const uint Magic = 0x53555441;
    const int Version = 1, LongestMaker = 4096, MostParts = 4096, LargestRank = 8, Checksum = 8;

    readonly float[] _vector;
    readonly (float[] Values, int[] Shape)[] _parts;

    internal UserState(string maker, long items, float[] vector, (float[] Values, int[] Shape)[] parts) => (Maker, Items, _vector, _parts) = (maker, items, vector, parts);

    /// <summary>How many items were read.</summary>
    public long Items { get; }

    /// <summary>Bytes of the numbers that are kept.</summary>
    public long Bytes => sizeof(float) * (_vector.Length + _parts.Sum(p => (long)p.Values.Length));

    /// <summary>The model, pattern and training that made it, in words.</summary>
    internal string Maker { get; }

    /// <summary>What the newest item left the model with: what items are scored against. Empty where nothing was read.</summary>
    internal ReadOnlySpan<float> Vector => _vector;

    internal IReadOnlyList<(float[] Values, int[] Shape)> Parts => _parts;

    /// <summary>The state as bytes (docs/formats.md).</summary>
    public byte[] Save()
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(Maker);
            writer.Write(Items);
            Write(writer, _vector, [_vector.Length]);
            writer.Write(_parts.Length);
            foreach (var (values, shape) in _parts) Write(writer, values, shape);
        }
        var content = bytes.ToArray();
        return [.. content, .. SHA256.HashData(content).AsSpan(0, Checksum)];
    }

    /// <summary>Reads what <see cref="Save"/> gave.</summary>
    /// <exception cref="DataException">The bytes are no state, are damaged, or of a newer version.</exception>
    public static UserState Load(ReadOnlySpan<byte> saved)
    {
        if (saved.Length < 8 + Checksum || BinaryPrimitives.ReadUInt32LittleEndian(saved) != Magic) throw new DataException($"These {saved.Length} bytes are no state of a user: they do not begin as one. Give what UserState.Save gave.");
        if (BinaryPrimitives.ReadInt32LittleEndian(saved[4..]) is var version && version != Version)
            throw new DataException($"This state of a user has version {version}, and this version of Attune reads version {Version}. Read the user's history again, or use the Attune that saved it.");
        var content = saved[..^Checksum];
        if (!SHA256.HashData(content).AsSpan(0, Checksum).SequenceEqual(saved[^Checksum..])) throw new DataException("This state of a user is damaged: its checksum differs. Read the user's history again.");
        try
        {
            using var reader = new BinaryReader(new MemoryStream(content[8..].ToArray()), Encoding.UTF8);
            var (maker, items, (vector, _)) = (reader.ReadString(), reader.ReadInt64(), Read(reader));
            var parts = new (float[], int[])[Within(reader.ReadInt32(), MostParts)];
            for (var p = 0; p < parts.Length; p++) parts[p] = Read(reader);
            return maker.Length <= LongestMaker && items >= 0 ? new UserState(maker, items, vector, parts) : throw new InvalidDataException();
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or FormatException or OverflowException)
        {
            throw new DataException("These bytes are no state of a user: a length in them cannot be. Give what UserState.Save gave.", e);
        }
    }

    static void Write(BinaryWriter writer, float[] values, int[] shape)
    {
        writer.Write(shape.Length);
        foreach (var size in shape) writer.Write(size);
        foreach (var value in values) writer.Write(value);
    }

    static (float[] Values, int[] Shape) Read(BinaryReader reader)
    {
        var shape = new int[Within(reader.ReadInt32(), LargestRank)];
        for (var d = 0; d < shape.Length; d++) shape[d] = Within(reader.ReadInt32(), int.MaxValue);
        var count = shape.Aggregate(1L, (product, size) => checked(product * size));
        // Never more room than there are bytes.
        var values = new float[Within(count, (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(float))];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        if (!BitConverter.IsLittleEndian) foreach (ref var value in values.AsSpan()) value = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReverseEndianness(BitConverter.SingleToInt32Bits(value)));
        return (values, shape);
    }

    static int Within(long value, long largest) => value >= 0 && value <= largest ? (int)value : throw new InvalidDataException();
}
