namespace Attune.Tests;

/// <summary>A clock that stands still until a test moves it. The wall clock can be set to any time, backwards too; the monotonic one only goes on.</summary>
sealed class ManualTime : TimeProvider
{
    readonly Lock _gate = new();
    readonly List<Timer> _timers = [];
    DateTimeOffset _now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    long _ticks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait.</summary>
    internal int Timers
    {
        get
        {
            lock (_gate) return _timers.Count;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate) return _ticks;
    }

    /// <summary>Sets the wall clock alone.</summary>
    internal void Set(DateTimeOffset now)
    {
        lock (_gate) _now = now;
    }

    /// <summary>Lets time pass; timers that fall due on the way go off, in order.</summary>
    internal void Advance(TimeSpan by)
    {
        long end;
        lock (_gate) end = _ticks + by.Ticks;
        while (true)
        {
            Timer? next;
            lock (_gate)
            {
                next = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
                var to = Math.Max(_ticks, next?.Due ?? end);
                (_now, _ticks) = (_now.AddTicks(to - _ticks), to);
                next?.Again();
            }
            if (next is null) return;
            next.Fire();
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    sealed class Timer(ManualTime time, Action fire) : ITimer
    {
        TimeSpan _period;

        internal long Due { get; private set; } = long.MaxValue;

        internal void Fire() => fire();

        internal void Again()
        {
            Due = _period > TimeSpan.Zero ? Due + _period.Ticks : long.MaxValue;
            if (Due == long.MaxValue) time._timers.Remove(this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                (_period, Due) = (period, dueTime < TimeSpan.Zero ? long.MaxValue : time._ticks + dueTime.Ticks);
                if (Due < long.MaxValue) time._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
