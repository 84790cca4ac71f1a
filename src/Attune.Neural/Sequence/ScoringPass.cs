namespace Attune.Neural;

/// <summary>
/// One forward pass for scoring: nothing is recorded, and the thread that asks does the work alone, because those who ask are many already.
/// </summary>
readonly ref struct ScoringPass : IDisposable
{
    readonly Scope _scope = new();
    readonly Gradients.Off _off = Gradients.NotRecorded();
    readonly int _threads = Torch.Threads;

    public ScoringPass()
    {
        BlasThreads.Enter();
        Torch.SetThreadsHere(1);
    }

    /// <summary>Room for sequences, in the machine's memory.</summary>
    internal Tensor Rows(int count, int length) => Tensor.Empty([count, length], DType.Int64);

    /// <summary>The states of the newest places: B × width.</summary>
    internal Tensor Newest(SequenceNetwork network, Tensor rows, Tensor times) => network.Forward(rows, times).Select(1, rows.Size(1) - 1).Contiguous();

    public void Dispose()
    {
        Torch.SetThreadsHere(_threads);
        BlasThreads.Leave();
        _off.Dispose();
        _scope.Dispose();
    }
}
