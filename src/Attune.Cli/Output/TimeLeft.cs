namespace Attune.Cli;

/// <summary>How long a stage of work will still take, if it goes on as it did so far.</summary>
sealed class TimeLeft
{
    string? _stage;
    long _start, _first;

    /// <summary>The time left after this report; zero while nobody can know.</summary>
    internal TimeSpan After(FitProgress value)
    {
        if (value.Stage != _stage || value.Done < _first) (_stage, _start, _first) = (value.Stage, TimeProvider.System.GetTimestamp(), value.Done);
        var done = value.Done - _first;
        return done <= 0 ? TimeSpan.Zero : TimeProvider.System.GetElapsedTime(_start) * ((double)(value.Total - value.Done) / done);
    }
}
