using Attune.Numerics;
using Attune.Tests;

namespace Attune.Neural.Tests;

public sealed class TensorFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TorchTheory]
    [InlineData(DType.Float32), InlineData(DType.Float64), InlineData(DType.Float16), InlineData(DType.BFloat16), InlineData(DType.Int64), InlineData(DType.Int32)]
    [InlineData(DType.Int16), InlineData(DType.Int8), InlineData(DType.UInt8), InlineData(DType.Bool)]
    public void WriteThenRead_KeepsTypeShapeAndValues(DType type)
    {
        var before = Scope.LiveTensors;
        using (var scope = new Scope())
        {
            var tensor = Tensor.Of<float>([0, 1, 2, 3, 5, 100], 2, 3).To(type);
            // Not contiguous, and empty.
            TensorFile.Write(_folder.At("t"), [("a", tensor), ("turned", tensor.Transpose(0, 1)), ("empty", Tensor.Zeros([0, 4], type))]);
            var read = TensorFile.Read(_folder.At("t"));
            Assert.Equal((type, 3), (read["a"].DType, read.Count));
            Assert.Equal(tensor.To(DType.Float32).ToArray<float>(), read["a"].To(DType.Float32).ToArray<float>());
            Assert.Equal([3L, 2], read["turned"].Shape);
            Assert.Equal(tensor.To(DType.Float32).Transpose(0, 1).ToArray<float>(), read["turned"].To(DType.Float32).ToArray<float>());
            Assert.Equal([0L, 4], read["empty"].Shape);
            var (target, turned) = (tensor.ZerosLike(), Tensor.Zeros([2, 3], type).Transpose(0, 1));
            TensorFile.ReadInto(_folder.At("t"), ("a", target), ("turned", turned));
            Assert.Equal(read["a"].To(DType.Float32).ToArray<float>(), target.To(DType.Float32).ToArray<float>());
            Assert.Equal(read["turned"].To(DType.Float32).ToArray<float>(), turned.To(DType.Float32).ToArray<float>());
        }
        Assert.Equal(before, Scope.LiveTensors);
    }

    [TorchFact]
    public void ReadInto_AnotherTypeShapeOrName_NamesBothSidesAndChangesNothing()
    {
        using var scope = new Scope();
        TensorFile.Write(_folder.At("t"), [("a", Tensor.Ones([2])), ("b", Tensor.Ones([2, 3]))]);
        var a = Tensor.Zeros([2]);
        Assert.Contains("'b' is Float32[2, 3] where Float32[3, 2] is needed", Refused(("a", a), ("b", Tensor.Zeros([3, 2]))), StringComparison.Ordinal);
        Assert.Contains("'b' is Float32[2, 3] where Float64[2, 3] is needed", Refused(("a", a), ("b", Tensor.Zeros([2, 3], DType.Float64))), StringComparison.Ordinal);
        Assert.Contains("has no tensor 'c'; it has a, b", Refused(("a", a), ("c", Tensor.Zeros([1]))), StringComparison.Ordinal);
        Assert.Equal(0, a.Sum().Item());

        string Refused(params (string, Tensor)[] tensors) => Assert.Throws<DataException>(() => TensorFile.ReadInto(_folder.At("t"), tensors)).Message;
    }

    [TorchFact]
    public void Read_TruncatedOrForeignFile_GivesOneClearError()
    {
        using var scope = new Scope();
        TensorFile.Write(_folder.At("t"), [("a", Tensor.Ones([100]))]);
        var bytes = File.ReadAllBytes(_folder.At("t"));
        var half = _folder.Write("half", bytes[..^8]);
        Assert.Contains("half is not a sound safetensors file", Assert.Throws<DataException>(() => TensorFile.Read(half)).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => TensorFile.Read(_folder.Write("text", "no tensors here, only text")));
        Safetensors.Write(_folder.At("f8"), [("x", "F8_E4M3", (IReadOnlyList<long>)[1], stream => stream.WriteByte(1))]);
        Assert.Contains("has the type F8_E4M3; tensors have F32", Assert.Throws<DataException>(() => TensorFile.Read(_folder.At("f8"))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => TensorFile.Read(_folder.At("nowhere")));
    }
}
