namespace Attune;

/// <summary>
/// A run whose energy is measured: a meter is read in the background from <see cref="Start"/> to <see cref="Stop"/>, and as <see cref="FitContext.Phases"/> it is
/// told what the run is busy with. One thread leads the run; others may work in it.
/// </summary>
public sealed class EnergyRun : IPhaseObserver, IDisposable
{
    // Meters this fast are read at each border between phases, which costs them nothing.
    static readonly TimeSpan s_quick = TimeSpan.FromMilliseconds(20);

    readonly EnergyOptions _options;
    readonly MeterLog _log;
    readonly List<PhaseTurn> _turns = [];
    readonly Stack<Open> _open = new();
    readonly TimeSpan _spent = Environment.CpuUsage.TotalTime;
    double _begin, _cpu;
    bool _entered;
    long _lists;
    EnergyUse? _use;

    EnergyRun(EnergyOptions options, TimeProvider time, CancellationToken cancellation)
    {
        options.Validate();
        (_options, _log) = (options, new MeterLog(options.Meter, options.Poll, time, cancellation));
    }

    /// <summary>Begins to measure.</summary>
    /// <param name="options">The meter and the rest; null for no meter, which counts time alone.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="cancellation">Ends a reading that waits for a plug.</param>
    /// <exception cref="DataException">The meter cannot be read.</exception>
    public static EnergyRun Start(EnergyOptions? options = null, TimeProvider? time = null, CancellationToken cancellation = default) => new(options ?? new(), time ?? TimeProvider.System, cancellation);

    /// <summary>Measures what is drawn while nothing is done: the mean power, in watts.</summary>
    /// <param name="meter">Any but none and those that estimate or replay, which know no idle power.</param>
    /// <param name="during">For how long, above 0 and at most an hour; a minute is usual.</param>
    /// <param name="context">Progress ("idle", in seconds), cancellation and clock.</param>
    /// <exception cref="ArgumentException">The meter has no idle power to measure.</exception>
    /// <exception cref="DataException">The meter cannot be read.</exception>
    public static double IdleWatts(IEnergyMeter meter, TimeSpan during, FitContext? context = null)
    {
        context ??= FitContext.Default;
        if (meter.Origin != EnergyOrigin.Measured) throw new ArgumentException($"{meter.Name} measures no power, so that of the idle machine cannot be measured with it; take another meter, or leave the idle power out.", nameof(meter));
        if (during <= TimeSpan.Zero || during > TimeSpan.FromHours(1)) throw new ArgumentOutOfRangeException(nameof(during), during, "Idle power is measured for more than 0 seconds and at most an hour, as in 60.");
        var poll = new EnergyOptions().Poll;
        using var log = new MeterLog(meter, poll, context.Time, context.Cancellation);
        while (during.TotalSeconds - log.Seconds is > 0 and var left)
        {
            context.Report("idle", (long)log.Seconds, (long)Math.Ceiling(during.TotalSeconds));
            Task.Delay(TimeSpan.FromSeconds(Math.Min(left, poll.TotalSeconds)), context.Time, context.Cancellation).GetAwaiter().GetResult();
        }
        var trace = log.End();
        var watts = EnergyCurve.Of(trace.Samples, out var problem) is { End: > 0 } curve ? curve.Total / curve.End : double.NaN;
        return double.IsFinite(watts) ? watts : throw new DataException($"The power of the idle machine could not be measured: {(problem.Length > 0 ? problem : "no time went by between the readings")}.{(trace.Failures.Count > 0 ? $" {trace.Failures[^1]}" : "")}");
    }

    /// <inheritdoc/>
    public IDisposable Enter(WorkPhase phase, string? of = null)
    {
        lock (_turns)
        {
            Turn();
            var around = _open.Count > 0 ? _open.Peek() : null;
            var searches = around?.Phase == WorkPhase.Search;
            var open = searches ? new Open(this, WorkPhase.Search, around!.Of) : new Open(this, phase, of ?? around?.Of ?? "");
            _open.Push(open);
            _entered = !searches;
            return open;
        }
    }

    /// <inheritdoc/>
    public void Listed(int lists)
    {
        lock (_turns) _lists += lists;
    }

    /// <summary>Ends the measurement; asked again, the same result.</summary>
    public EnergyUse Stop()
    {
        lock (_turns)
        {
            if (_use is not null) return _use;
            Turn();
            _open.Clear();
            var cpu = (Environment.CpuUsage.TotalTime - _spent).TotalSeconds;
            return _use = EnergySums.Of(_options, _log.End(), _turns, cpu);
        }
    }

    /// <summary>Ends the readings, whether or not the result was asked for.</summary>
    public void Dispose() => _log.Dispose();

    // What has been going on since the last border belongs to the innermost phase.
    void Turn()
    {
        if (_use is not null) return;
        if (_options.Meter.Tick <= s_quick) _log.Read();
        var (now, cpu) = (_log.Seconds, (Environment.CpuUsage.TotalTime - _spent).TotalSeconds);
        if (_open.TryPeek(out var inner)) _turns.Add(new PhaseTurn(inner.Phase, inner.Of, _entered, _begin, now, cpu - _cpu, _lists));
        (_begin, _cpu, _entered, _lists) = (now, cpu, false, 0);
    }

    // Whoever throws out of a phase leaves those within it, too.
    void Leave(Open open)
    {
        lock (_turns)
        {
            if (!_open.Contains(open)) return;
            Turn();
            while (_open.Pop() != open)
            {
            }
        }
    }

    sealed class Open(EnergyRun run, WorkPhase phase, string of) : IDisposable
    {
        internal WorkPhase Phase => phase;

        internal string Of => of;

        public void Dispose() => run.Leave(this);
    }
}
