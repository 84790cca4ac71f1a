namespace Attune.Neural;

/// <summary>
/// Processes that train one model together, over libtorch's c10d: Gloo on CPUs, NCCL on graphics cards. Rank 0 listens; all meet there. When one is lost, the others'
/// next operation fails within the timeout.
/// </summary>
public sealed unsafe class Peers : IDisposable
{
    nint _peers;

    /// <summary>Meets the others; returns when all are there.</summary>
    /// <param name="host">Where rank 0 listens: a name or address.</param>
    /// <param name="port">Its port.</param>
    /// <param name="rank">Which of them this process is, from 0.</param>
    /// <param name="world">How many they are.</param>
    /// <param name="address">This process's own address, by which the others reach it; empty for libtorch's guess.</param>
    /// <param name="timeout">How long to wait for the others, at the start and in every operation.</param>
    /// <param name="device">The device whose tensors are exchanged.</param>
    public Peers(string host, int port, int rank, int world, string address, TimeSpan timeout, Device device = default)
    {
        (Rank, World) = (rank, world);
        Torch.Start();
        Native.Check(Native.PeersJoin(device.Kind is DeviceKind.Cuda ? "nccl" : "gloo", host, port, address, rank, world, (long)timeout.TotalMilliseconds, out _peers),
            $"Rank {rank} of {world} could not meet the others at {host}:{port}");
    }

    /// <summary>Which of them this process is, from 0.</summary>
    public int Rank { get; }

    /// <summary>How many they are.</summary>
    public int World { get; }

    /// <summary>Replaces each tensor by the sum over all ranks.</summary>
    public void Sum(params ReadOnlySpan<Tensor> tensors) => Run(tensors, (peers, pointers, count) => Native.PeersSum(peers, (nint*)pointers, count), "summing over the ranks");

    /// <summary>Replaces each tensor by that of one rank.</summary>
    public void Broadcast(int root, params ReadOnlySpan<Tensor> tensors) => Run(tensors, (peers, pointers, count) => Native.PeersBroadcast(peers, (nint*)pointers, count, root), "copying from a rank to all");

    /// <summary>Waits until every rank is here.</summary>
    public void Barrier() => Check(Native.PeersBarrier(_peers), "waiting for the ranks");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_peers != 0) Native.PeersLeave(_peers);
        _peers = 0;
    }

    void Run(ReadOnlySpan<Tensor> tensors, Func<nint, nint, int, int> operation, string doing)
    {
        var pointers = new nint[tensors.Length];
        for (var i = 0; i < pointers.Length; i++) pointers[i] = Slots.Pointer(tensors[i]);
        fixed (nint* first = pointers) Check(operation(_peers, (nint)first, pointers.Length), doing);
    }

    void Check(int code, string doing)
    {
        if (code != 0) throw new TorchException($"Rank {Rank} of {World}, {doing}: {Native.Reason.TrimEnd('.', ' ', '\n')}. A rank was lost, or is slower than the timeout; training can go on from its last checkpoint.");
    }
}
