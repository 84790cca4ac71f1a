namespace Attune.Neural.Tests;

/// <summary>What belongs to the whole library: threads, generators, memory.</summary>
public sealed class LibraryTests
{
    static readonly Operator s_randn = new("aten::randn");

    static float[] Draw() => s_randn.Call(Value.Ints(8)).ToArray<float>();

    [TorchFact]
    public void Threads_AreWhatWasAskedFor()
    {
        var before = Torch.Threads;
        try
        {
            Torch.Threads = 1;
            Assert.Equal(1, Torch.Threads);
            Torch.Threads = 2;
            Assert.Equal(2, Torch.Threads);
        }
        finally
        {
            Torch.Threads = before;
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Torch.Threads = 0);
    }

    [TorchFact]
    public void Threads_OneOrTwo_GiveTheSameProductWithinRounding()
    {
        using var scope = new Scope();
        var before = Torch.Threads;
        Torch.Seed(1);
        var a = s_randn.Call(Value.Ints(300, 300));
        Torch.Threads = 1;
        var one = a.MatMul(a);
        Torch.Threads = 2;
        var two = a.MatMul(a);
        Torch.Threads = before;
        Assert.InRange((one - two).Abs().Max().Item(), 0, 1e-3);
    }

    [TorchFact]
    public void Threads_ReachTheBlas_AndScoringIsDoneAlone()
    {
        var before = Torch.Threads;
        Assert.SkipWhen(BlasThreads.Count == 0, "The BLAS of this libtorch has no threads of its own.");
        try
        {
            Torch.Threads = 1;
            Assert.Equal(1, BlasThreads.Count);
            Torch.Threads = 2;
            Assert.Equal(BlasThreads.Most(2), BlasThreads.Count);
            using (new ScoringPass())
            {
                // A second one within the first ends before it.
                using (new ScoringPass()) Assert.Equal((1, 1), (BlasThreads.Count, Torch.Threads));
                Assert.Equal((1, 1), (BlasThreads.Count, Torch.Threads));
            }
            Assert.Equal((BlasThreads.Most(2), 2), (BlasThreads.Count, Torch.Threads));
        }
        finally
        {
            Torch.Threads = before;
        }
    }

    [TorchFact]
    public void Seed_SameSeed_SameNumbers()
    {
        using var scope = new Scope();
        Torch.Seed(5);
        var first = Draw();
        Torch.Seed(5);
        Assert.Equal(first, Draw());
        Assert.NotEqual(first, Draw());
    }

    [TorchFact]
    public void GeneratorState_PutBack_DrawsTheSameAgain()
    {
        using var scope = new Scope();
        Torch.Seed(6);
        _ = Draw();
        var state = Torch.GeneratorState(Device.Cpu);
        var next = Draw();
        Torch.SetGeneratorState(Device.Cpu, state);
        Assert.Equal(next, Draw());
        Assert.Contains("setting the generator of cpu", Assert.Throws<TorchException>(() => Torch.SetGeneratorState(Device.Cpu, Tensor.Zeros([3], DType.UInt8))).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Memory_CountsWhatTensorsHold_AndKeepsFreedBlocks()
    {
        const long Size = 8 << 20;
        Torch.KeepMemory(0);
        Assert.Equal(0, Torch.Memory(resetPeak: true).Kept);
        Torch.KeepMemory(4 * Size);
        var (used, peak, _) = Torch.Memory(resetPeak: true);
        using (new Scope())
        {
            _ = Tensor.Ones([Size / 4]);
            Assert.Equal(used + Size, Torch.Memory().Used);
        }
        Assert.Equal((used, Size), (Torch.Memory().Used, Torch.Memory().Kept));
        Assert.InRange(Torch.Memory().Peak, used + Size, used + 2 * Size);
        // The block is used again, set anew.
        using (new Scope())
        {
            Assert.Equal(Size / 4, Tensor.Ones([Size / 4]).Sum().Item());
            Assert.Equal(0, Tensor.Zeros([Size / 4]).Sum().Item());
        }
        Torch.KeepMemory(0);
        Assert.Equal(0, Torch.Memory().Kept);
        Torch.KeepMemory(1L << 30);
    }

    [TorchFact]
    public void OutOfMemory_NamesTheOperatorAndWhatToLower()
    {
        using var scope = new Scope();
        var column = Tensor.Ones([1L << 24, 1]);
        var message = Assert.Throws<TorchException>(() => column + column.Transpose(0, 1)).Message;
        Assert.StartsWith("aten::add.Tensor(Float32[16777216, 1], Float32[1, 16777216]", message, StringComparison.Ordinal);
        Assert.Contains("Lower the batch size", message, StringComparison.Ordinal);
        Assert.Equal(16777216, column.Sum().Item());
    }

    [TorchFact]
    public void Version_AndVectorLevel_AreKnown()
    {
        Assert.Matches(@"^\d+\.\d+", Torch.Version);
        Assert.NotEqual("unknown", Torch.VectorLevel);
    }
}
