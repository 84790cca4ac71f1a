using System.Diagnostics;

namespace Attune.Neural.Tests;

public sealed class OperatorTests
{
    [TorchFact]
    public void Refusal_NamesOperatorShapesAndTypes()
    {
        using var scope = new Scope();
        var message = Assert.Throws<TorchException>(() => Tensor.Zeros([2, 3]).MatMul(Tensor.Zeros([4, 5]))).Message;
        Assert.StartsWith("aten::matmul(Float32[2, 3], Float32[4, 5]): ", message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Refusal_OfTypesAndLists_NamesThem()
    {
        using var scope = new Scope();
        var types = Assert.Throws<TorchException>(() => Tensor.Zeros([2, 3]).MatMul(Tensor.Zeros([3, 2], DType.Float64))).Message;
        Assert.StartsWith("aten::matmul(Float32[2, 3], Float64[3, 2]): ", types, StringComparison.Ordinal);
        var lists = Assert.Throws<TorchException>(() => new Operator("aten::cat").Call(Value.Tensors(Tensor.Zeros([2, 3]), Tensor.Zeros([2, 4])), 0L)).Message;
        Assert.StartsWith("aten::cat([Float32[2, 3], Float32[2, 4]], 0): ", lists, StringComparison.Ordinal);
        Assert.Contains("arguments where", Assert.Throws<TorchException>(() => new Operator("aten::neg").Call(Tensor.Zeros([1]), 1L)).Message, StringComparison.Ordinal);
        Assert.Contains("'other' has no default", Assert.Throws<TorchException>(() => new Operator("aten::matmul").Call(Tensor.Zeros([1]))).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void UnknownOperator_SaysWhichLibrary()
    {
        using var scope = new Scope();
        Assert.Contains("has no operator aten::no_such_thing", Assert.Throws<TorchException>(() => new Operator("aten::no_such_thing").Call()).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Call_OnTheHotPath_AllocatesNothing()
    {
        using var scope = new Scope();
        var a = Tensor.Ones([4, 4]);
        Loop(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Loop(1000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Loop(int times)
        {
            for (var i = 0; i < times; i++)
            {
                using var inner = new Scope();
                _ = (a + a).Reshape(2, 8).Sum(1);
            }
        }
    }

    [TorchFact]
    public void Backward_OfASquare_IsTwiceTheInput()
    {
        using var scope = new Scope();
        var x = Tensor.Of<float>([1, 2, 3]).RequireGradient();
        Gradients.Backward((x * x).Sum());
        Assert.Equal([2f, 4f, 6f], x.Gradient.ToArray<float>());
        var second = Gradients.Of((x * x * x).Sum(), [x])[0];
        Assert.Equal([3f, 12f, 27f], second.ToArray<float>());
    }

    [TorchFact]
    public void Wrap_SharesMemory_UntilItsScopeEnds()
    {
        var values = new float[] { 1, 2, 3, 4 };
        using (new Scope())
        {
            var tensor = Tensor.Wrap(values, 2, 2);
            values[3] = 10;
            Assert.Equal(16, tensor.Sum().Item());
            tensor.MultiplyInPlace(2);
        }
        Assert.Equal([2f, 4f, 6f, 20f], values);
    }
}
