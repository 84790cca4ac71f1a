using System.Buffers.Binary;
using System.Text;
using Attune.Numerics;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class SafetensorsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The bytes of the published format: u64 little-endian header length, the JSON header, the data.
    string HandMade(string header, byte[] data, ulong? length = null)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var start = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(start, length ?? (ulong)json.Length);
        File.WriteAllBytes(_folder.At("hand.safetensors"), [.. start, .. json, .. data]);
        return _folder.At("hand.safetensors");
    }

    [Fact]
    public void Read_FileMadeByHand_GivesTheNumbersOfItsBytes()
    {
        // 1.5f = 0x3FC00000, -2f = 0xC0000000; 258 = 0x00000102; the I64 is 2^40; text "hé".
        byte[] data = [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0, 2, 1, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, (byte)'h', 0xC3, 0xA9];
        var path = HandMade("""{"__metadata__":{"format":"pt"},"t":{"dtype":"U8","shape":[3],"data_offsets":[24,27]},"f":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"i":{"dtype":"I32","shape":[2],"data_offsets":[8,16]},"l":{"dtype":"I64","shape":[],"data_offsets":[16,24]}}   """, data);
        using var file = Safetensors.Open(path);
        Assert.Equal([1.5f, -2f], file.Read<float>("f"));
        Assert.Equal([258, -1], file.Read<int>("i"));
        Assert.Equal([1L << 40], file.Read<long>("l"));
        Assert.Equal("hé", Encoding.UTF8.GetString(file.Read<byte>("t")));
        Assert.Equal([1L, 2L], file.Tensors["f"].Shape);
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Fact]
    public void Write_SmallTensors_IsByteForByteThePublishedFormat()
    {
        Safetensors.Write(_folder.At("a"), [("b", new byte[] { 7 }, [1]), ("x", new[] { 1f, -0f }, [2, 1])], new Dictionary<string, string> { ["k"] = "v" });
        var header = """{"__metadata__":{"k":"v"},"x":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}""";
        var padded = header.PadRight((header.Length + 7) / 8 * 8);
        byte[] expected = [(byte)padded.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(padded), 0, 0, 0x80, 0x3F, 0, 0, 0, 0x80, 7];
        Assert.Equal(expected, File.ReadAllBytes(_folder.At("a")));
        Assert.Equal(0, padded.Length % 8);
        Assert.Equal(["a"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_ThenRead_KeepsEveryBitAndEmptyTensors()
    {
        var floats = new[] { float.NaN, float.PositiveInfinity, float.Epsilon, -0f, BitConverter.Int32BitsToSingle(0x7FC12345) };
        Safetensors.Write(_folder.At("a"), [("f", floats, [5]), ("none", Array.Empty<int>(), [0, 3]), ("l", new[] { long.MinValue }, [1])]);
        using var file = Safetensors.Open(_folder.At("a"));
        Assert.Equal(Array.ConvertAll(floats, BitConverter.SingleToInt32Bits), Array.ConvertAll(file.Read<float>("f"), BitConverter.SingleToInt32Bits));
        Assert.Empty(file.Read<int>("none"));
        Assert.Equal([0L, 3L], file.Tensors["none"].Shape);
        Assert.Equal([long.MinValue], file.Read<long>("l"));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "takes 8 bytes, but its offsets span 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "outside the 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,400]}}""", "outside the 4 bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""", "begins at 1 where the one before ends at 2")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "its tensors end at 2 but there are 4 bytes")]
    [InlineData("""{"a":{"dtype":"X9","shape":[1],"data_offsets":[0,4]}}""", "unknown type 'X9'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", "negative dimension")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,4]}}""", "header cannot be read")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "header cannot be read")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "header cannot be read")]
    [InlineData("""[1]""", "not a JSON object")]
    [InlineData("""{"a":""", "header cannot be read")]
    public void Open_WrongHeader_NamesTheFileAndTheFault(string header, string fault)
    {
        var path = HandMade(header, [0, 0, 0, 0]);
        var thrown = Assert.Throws<InvalidDataException>(() => Safetensors.Open(path));
        Assert.Contains(path, thrown.Message);
        Assert.Contains(fault, thrown.Message);
    }

    [Theory]
    [InlineData(200_000_000UL, "at most 100000000")]
    [InlineData(ulong.MaxValue, "at most 100000000")]
    [InlineData(1000UL, "only 6 follow")]
    public void Open_WrongHeaderLength_IsRefusedBeforeAnythingIsAllocated(ulong length, string fault) =>
        Assert.Contains(fault, Assert.Throws<InvalidDataException>(() => Safetensors.Open(HandMade("{}", [0, 0, 0, 0], length))).Message);

    [Fact]
    public void Open_AnyDamageByOneByteOrTruncation_ReadsOrGivesOneError()
    {
        Safetensors.Write(_folder.At("a"), [("x", new[] { 1f, 2f }, [2]), ("i", new[] { 3 }, [1])]);
        var sound = File.ReadAllBytes(_folder.At("a"));
        for (var at = 0; at < sound.Length; at++)
        {
            Try([.. sound[..at], (byte)(sound[at] ^ 0x15), .. sound[(at + 1)..]]);
            Try(sound[..at]);
        }

        void Try(byte[] bytes)
        {
            File.WriteAllBytes(_folder.At("b"), bytes);
            try
            {
                using var file = Safetensors.Open(_folder.At("b"));
                foreach (var name in file.Tensors.Keys) file.Read<float>(name);
            }
            catch (InvalidDataException)
            {
                // The one allowed error.
            }
        }
    }

    [Fact]
    public void Write_FailsHalfWay_LeavesTheOldFileAndNoOther()
    {
        File.WriteAllText(_folder.At("a"), "old");
        Assert.Throws<ArgumentException>(() => Safetensors.Write(_folder.At("a"), [("x", new[] { 1f }, [2])]));
        Assert.Throws<ArgumentException>(() => Safetensors.Write(_folder.At("a"), [("x", new[] { 1m }, [1])]));
        using (var pending = new PendingFile(_folder.At("a"))) pending.Stream.Write("half"u8);
        Assert.Equal("old", File.ReadAllText(_folder.At("a")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Read_WrongNameOrType_SaysWhatThereIs()
    {
        Safetensors.Write(_folder.At("a"), [("x", new[] { 1f }, [1])]);
        using var file = Safetensors.Open(_folder.At("a"));
        Assert.Contains("it has x", Assert.Throws<InvalidDataException>(() => file.Read<float>("y")).Message);
        Assert.Contains("type F32 where I32", Assert.Throws<InvalidDataException>(() => file.Read<int>("x")).Message);
    }

    [Fact]
    public void Read_EveryType_GivesWhatWasWritten()
    {
        Safetensors.Write(_folder.At("types"), [("d", new[] { 1.5, -2 }, [2]), ("h", new[] { (Half)0.5 }, [1]), ("s", new short[] { -300 }, [1]), ("i", new sbyte[] { -3 }, [1]), ("b", new[] { true, false }, [2])]);
        using var file = Safetensors.Open(_folder.At("types"));
        Assert.Equal(["F64", "F16", "I16", "I8", "BOOL"], new[] { "d", "h", "s", "i", "b" }.Select(n => file.Tensors[n].Type));
        Assert.Equal([1.5, -2], file.Read<double>("d"));
        Assert.Equal([(Half)0.5], file.Read<Half>("h"));
        Assert.Equal([(short)-300], file.Read<short>("s"));
        Assert.Equal([(sbyte)-3], file.Read<sbyte>("i"));
        Assert.Equal([true, false], file.Read<bool>("b"));
    }

    [Fact]
    public void ReadInto_APiece_IsThatPieceAlone()
    {
        Safetensors.Write(_folder.At("a"), [("x", new byte[] { 1, 2, 3, 4, 5 }, [5])]);
        using var file = Safetensors.Open(_folder.At("a"));
        var piece = new byte[3];
        file.ReadInto("x", piece.AsSpan(0, 2), from: 2);
        Assert.Equal([3, 4, 0], piece);
        Assert.Contains("has 5 bytes where 3 from 3", Assert.Throws<ArgumentException>(() => file.ReadInto("x", piece, from: 3)).Message, StringComparison.Ordinal);
    }
}
