namespace Attune.Studies;

/// <summary>By how much the memory of the process grows while something runs, as the machine counts it: looked at all the time, for what is freed at the end was needed too.</summary>
sealed class PeakMemory : IDisposable
{
    static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(10);
    readonly Func<long> _memory;
    readonly Timer _timer;
    readonly long _before;
    long _highest;

    PeakMemory(Func<long> memory)
    {
        // What earlier work left behind is given back first.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _memory = memory;
        _before = _highest = memory();
        _timer = new Timer(_ => Look(), null, s_every, s_every);
    }

    /// <param name="memory">The bytes that are in use; null for those of the process.</param>
    internal static PeakMemory Watch(Func<long>? memory = null) => new(memory ?? (() => Environment.WorkingSet));

    /// <summary>Bytes above those at the beginning, at the highest.</summary>
    internal long Growth
    {
        get
        {
            Look();
            return Interlocked.Read(ref _highest) - _before;
        }
    }

    public void Dispose() => _timer.Dispose();

    void Look()
    {
        var now = _memory();
        for (var seen = Interlocked.Read(ref _highest); now > seen; seen = Interlocked.Read(ref _highest))
            if (Interlocked.CompareExchange(ref _highest, now, seen) == seen) return;
    }
}
