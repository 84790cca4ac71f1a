namespace Attune;

/// <summary>
/// Reads a meter in the background. The first reading must succeed, for then nothing is lost yet; later ones may fail and are counted, because a plug
/// that is out of reach for a moment must not end a training of hours.
/// </summary>
sealed class MeterLog : IDisposable
{
    readonly IEnergyMeter _meter;
    readonly TimeProvider _time;
    readonly CancellationToken _cancellation;
    readonly Lock _reading = new();
    readonly List<MeterSample> _samples = [];
    readonly List<string> _failures = [];
    readonly ITimer? _timer;
    readonly long _start;
    bool _isOver;

    internal MeterLog(IEnergyMeter meter, TimeSpan every, TimeProvider time, CancellationToken cancellation)
    {
        (_meter, _time, _cancellation, _start) = (meter, time, cancellation, time.GetTimestamp());
        if (!IsThere) return;
        var first = meter.Read(cancellation);
        // The run begins with the reading, not with the wait for it.
        _start = time.GetTimestamp();
        _samples.Add(new MeterSample(0, first));
        _timer = time.CreateTimer(_ => Poll(), null, every, every);
    }

    internal double Seconds => _time.GetElapsedTime(_start).TotalSeconds;

    bool IsThere => _meter.Origin != EnergyOrigin.NotMeasured;

    /// <summary>Reads now, whoever else reads.</summary>
    internal bool Read()
    {
        if (!IsThere) return false;
        lock (_reading) return Sample();
    }

    /// <summary>Reads a last time, and gives all that was read.</summary>
    internal MeterTrace End()
    {
        _timer?.Dispose();
        // The end decides about all: it may be tried twice. What is seen ends with the last reading, what is not with the attempts.
        var isSeen = IsThere && (Read() || Read());
        lock (_reading)
        {
            _isOver = true;
            return new MeterTrace([.. _samples], isSeen ? _samples[^1].Seconds : Seconds, [.. _failures]);
        }
    }

    /// <summary>Nothing is read any more: the meter may be disposed after this.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_reading) _isOver = true;
    }

    // One poll at a time: a slow plug is not asked again while it answers.
    void Poll()
    {
        if (!_reading.TryEnter()) return;
        try
        {
            if (!_isOver) Sample();
        }
        finally
        {
            _reading.Exit();
        }
    }

    // An answer that takes time is of the middle of that time. Whatever a meter throws, on a thread that nobody waits for, must not end the work.
    bool Sample()
    {
        var before = Seconds;
        try
        {
            var reading = _meter.Read(_cancellation);
            _samples.Add(new MeterSample((before + Seconds) / 2, reading));
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _failures.Add(e.Message);
            return false;
        }
    }
}
