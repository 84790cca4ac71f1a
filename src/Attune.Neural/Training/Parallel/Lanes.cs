namespace Attune.Neural;

/// <summary>
/// The parts of a step on threads of their own, each with a network that shares the parameters' memory and has gradients of its own, which are then added up in a fixed
/// order. Within a lane libtorch works on one thread: the operators of a batch of short histories are too small to be worth sharing out, whole parts are not.
/// The result is that of the same parts one after the other, whatever the threads do.
/// </summary>
sealed class Lanes : IDisposable
{
    readonly Lane[] _lanes;
    readonly Thread[] _threads;
    readonly Barrier _gate;
    Part[] _parts = [];
    bool _ended;

    /// <param name="lanes">The first is the network that is trained and works on the calling thread; the others get its parameters' memory.</param>
    internal Lanes(params Lane[] lanes)
    {
        _lanes = lanes;
        _gate = new Barrier(lanes.Length);
        foreach (var lane in lanes.AsSpan(1)) lane.Network.ShareFrom(lanes[0].Network);
        _threads = [.. lanes.Skip(1).Select((_, i) => new Thread(() => Work(i + 1)) { IsBackground = true, Name = $"lane {i + 1}" })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Runs one part in each lane and adds all gradients to those of the first; the mean loss of the step and the places computed.</summary>
    internal (double Loss, long Cells) Learn(params Part[] parts)
    {
        _parts = parts;
        _gate.SignalAndWait();
        _lanes[0].Run(parts[0]);
        _gate.SignalAndWait();
        foreach (var lane in _lanes)
            if (lane.Failure is { } failure) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        AddUp();
        return (_lanes.Sum(l => l.Loss), _lanes.Sum(l => l.Cells));
    }

    public void Dispose()
    {
        _ended = true;
        _gate.SignalAndWait();
        foreach (var thread in _threads) thread.Join();
        foreach (var lane in _lanes.AsSpan(1)) lane.Network.Dispose();
        _gate.Dispose();
    }

    void Work(int index)
    {
        Torch.Threads = 1;
        while (true)
        {
            _gate.SignalAndWait();
            if (_ended) return;
            _lanes[index].Run(_parts[index]);
            _gate.SignalAndWait();
        }
    }

    void AddUp()
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        foreach (var lane in _lanes.AsSpan(1))
            foreach (var ((_, sum), (_, value)) in _lanes[0].Network.Parameters.Zip(lane.Network.Parameters))
            {
                if (value.Gradient is not { IsDefined: true } gradient) continue;
                if (sum.Gradient is { IsDefined: true } there) there.AddInPlace(gradient);
                else sum.Gradient = gradient;
                value.Gradient = default;
            }
    }

    /// <summary>One network with what makes it learn a part.</summary>
    internal sealed class Lane(Module network, Func<Part, Learned> learn)
    {
        internal Module Network => network;

        internal double Loss { get; private set; }

        internal long Cells { get; private set; }

        internal Exception? Failure { get; private set; }

        internal void Run(Part part)
        {
            try
            {
                using var scope = new Scope();
                var learned = learn(part);
                (Loss, Cells, Failure) = (learned.Loss.Item() * learned.Share, learned.Cells, null);
            }
            catch (Exception e)
            {
                Failure = e;
            }
        }
    }
}
