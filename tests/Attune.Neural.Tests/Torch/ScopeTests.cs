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
}
