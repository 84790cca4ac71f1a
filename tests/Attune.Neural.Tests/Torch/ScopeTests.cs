namespace Attune.Neural.Tests;

public sealed class ScopeTests
{
    [TorchFact]
    public void Dispose_FreesWhatWasMade_ExceptReturnedAndKept()
    {
        var before = Scope.LiveTensors;
        using (var outer = new Scope())
        {
            Tensor returned, kept;
            using (var inner = new Scope())
            {
                var a = Tensor.Ones([2, 3]);
                returned = inner.Return(a + 1);
                kept = inner.Keep(a * 3);
            }
            Assert.Equal(before + 2, Scope.LiveTensors);
            Assert.Equal(12, returned.Sum().Item());
            Assert.Equal(18, kept.Sum().Item());
            kept.Free();
        }
        Assert.Equal(before, Scope.LiveTensors);
    }

    [TorchFact]
    public void Tensor_AfterItsScope_SaysSo()
    {
        Tensor gone;
        using (new Scope()) gone = Tensor.Zeros([4]);
        using var scope = new Scope();
        // The same slot, filled again: it is not the same tensor.
        _ = Tensor.Ones([4]);
        Assert.Contains("scope.Return", Assert.Throws<ObjectDisposedException>(() => gone + 1).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Operation_WithoutScope_SaysWhatToDo() =>
        Assert.Contains("using var scope", Assert.Throws<InvalidOperationException>(() => Tensor.Zeros([4])).Message, StringComparison.Ordinal);

    [TorchFact]
    public void Dispose_AfterAnException_FreesInnerScopesToo()
    {
        var before = Scope.LiveTensors;
        Assert.Throws<TorchException>(() =>
        {
            using var outer = new Scope();
            var a = Tensor.Ones([2, 2]);
            using var inner = new Scope();
            _ = (a + a).MatMul(Tensor.Ones([3, 3]));
        });
        Assert.Equal(before, Scope.LiveTensors);
    }

    [TorchFact]
    public void ManyThreads_MakingAndFreeing_KeepTheirTensorsApart()
    {
        var before = Scope.LiveTensors;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (var round = 0; round < 200; round++)
            {
                using var scope = new Scope();
                var kept = scope.Keep(Tensor.Full([4], thread));
                var sum = kept;
                for (var i = 0; i < 20; i++)
                {
                    using var inner = new Scope();
                    sum = inner.Return(sum + kept);
                }
                Assert.Equal(4 * 21 * thread, sum.Sum().Item());
                kept.Free();
                kept.Free();
                Assert.Throws<ObjectDisposedException>(() => kept + 1);
            }
        });
        Assert.Equal(before, Scope.LiveTensors);
    }

    [TorchFact]
    public void Default_WhereATensorIsNeeded_SaysSo()
    {
        using var scope = new Scope();
        Assert.Contains("undefined tensor", Assert.Throws<InvalidOperationException>(() => default(Tensor).Count).Message, StringComparison.Ordinal);
    }
}
