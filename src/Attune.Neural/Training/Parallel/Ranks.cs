using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// The processes of one data-parallel training: all begin with what rank 0 has, and add up what each learned from its parts of a batch. When one is lost, the
/// others end with an error within the timeout.
/// </summary>
sealed class Ranks : IDisposable
{
    // Gradients are exchanged in buckets of about 16 MiB: large enough that the network's delay does not count.
    const long BucketSize = 1 << 22;
    readonly Device _device;
    readonly TimeSpan _timeout;
    readonly Peers _peers;

    internal Ranks(TrainingPeers peers, Device device)
    {
        if (peers.Rank < 0 || peers.Rank >= peers.World) throw new ArgumentException($"The rank is {peers.Rank}; of {peers.World} processes it must be from 0 to {peers.World - 1}.", nameof(peers));
        if (peers.Port is < 1 or > 65535) throw new ArgumentException($"The port is {peers.Port}; it must be from 1 to 65535.", nameof(peers));
        (_device, _timeout) = (device, peers.Timeout);
        _peers = new Peers(peers.Host, peers.Port, peers.Rank, peers.World, peers.Address ?? "", peers.Timeout, device);
    }

    internal int Rank => _peers.Rank;

    internal int World => _peers.World;

    public void Dispose() => _peers.Dispose();

    /// <summary>Takes over rank 0's parameters, buffers, optimizer and place.</summary>
    internal void BeginAsFirst(TrainingLoop loop, ref TrainingPlace place)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var optimizer = loop.Optimizer;
        var facts = loop.Facts.OrderBy(f => f.Key, StringComparer.Ordinal).Aggregate((Seed)0, (hash, fact) => hash.Derive(fact.Key).Derive(fact.Value));
        long[] mine = [place.Epoch, place.Step, BitConverter.DoubleToInt64Bits(place.Loss), place.Ended ? 1 : 0, optimizer.Steps, loop.Epochs, loop.Steps, (long)facts.Value, optimizer.Targets];
        var numbers = Tensor.Of<long>(mine).To(_device);
        _peers.Broadcast(0, numbers);
        var first = numbers.ToArray<long>();
        if (first[5] != loop.Epochs || first[6] != loop.Steps)
            throw new DataException($"Rank {Rank} has {loop.Epochs} epochs of {loop.Steps} steps where rank 0 has {first[5]} of {first[6]}. Give all ranks the same data and options.");
        if (first[7] != mine[7]) throw new DataException($"Rank {Rank} has other data or options than rank 0: {string.Join("; ", loop.Facts.Select(f => $"{f.Key}: {f.Value}"))} here. Give all ranks the same data and options.");
        place = new TrainingPlace((int)first[0], (int)first[1], BitConverter.Int64BitsToDouble(first[2]), first[3] != 0);
        (optimizer.Steps, optimizer.Targets) = (first[4], first[8]);
        foreach (var (_, value) in loop.Network.Saved.Concat(optimizer.State)) _peers.Broadcast(0, value.Detach());
    }

    /// <summary>Replaces gradients, dense or sparse, and the loss by their sums over the ranks.</summary>
    internal void Sum(IReadOnlyList<Parameter> parameters, Tensor loss)
    {
        using var scope = new Scope();
        var (bucket, size) = (new List<Tensor> { loss }, 0L);
        foreach (var (_, value) in parameters)
        {
            if (value.Gradient is not { IsDefined: true } gradient) continue;
            if (!gradient.IsStrided) SparseSum.Of(_peers, value, gradient);
            else
            {
                if (size > 0 && (size + gradient.Count > BucketSize || gradient.DType != bucket[^1].DType)) Flush();
                bucket.Add(gradient);
                size += gradient.Count;
            }
        }
        Flush();

        void Flush()
        {
            if (bucket.Count > 0) SumFlat(bucket);
            (bucket, size) = ([], 0);
        }
    }

    /// <summary>
    /// What rank 0 decides, on all ranks. While it thinks, which may take longer than the timeout, it tells the others now and then that it is still there.
    /// </summary>
    internal bool Decide(Func<bool> decide)
    {
        const long thinking = 2;
        if (Rank > 0)
        {
            long said;
            while ((said = Say(0)) == thinking) continue;
            return said == 1;
        }
        using var done = new ManualResetEventSlim();
        Exception? lost = null;
        var beats = new Thread(() =>
        {
            try
            {
                while (!done.Wait(_timeout / 4)) Say(thinking);
            }
            catch (TorchException e)
            {
                lost = e;
            }
        });
        beats.Start();
        bool decided;
        try
        {
            decided = decide();
        }
        finally
        {
            done.Set();
            beats.Join();
        }
        return lost is null ? Say(decided ? 1 : 0) == 1 : throw lost;
    }

    long Say(long number)
    {
        using var scope = new Scope();
        var said = Tensor.Of<long>([number]).To(_device);
        _peers.Broadcast(0, said);
        return said.ToArray<long>()[0];
    }

    void SumFlat(List<Tensor> tensors)
    {
        using var scope = new Scope();
        var flat = Tensor.Cat([.. tensors.Select(t => t.Reshape(-1))]);
        _peers.Sum(flat);
        var at = 0L;
        foreach (var tensor in tensors)
        {
            tensor.CopyInPlace(flat.Narrow(0, at, tensor.Count).Reshape(tensor.Shape));
            at += tensor.Count;
        }
    }
}
