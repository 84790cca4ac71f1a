using System.Globalization;

namespace Attune.Cli;

/// <summary>Progress for a log: a plain line every ten seconds, so that short work says nothing.</summary>
sealed class ProgressLines(TextWriter error, string title, TimeProvider? clock = null) : IProgress<FitProgress>
{
    const int SecondsBetweenLines = 10;
    readonly Lock _gate = new();
    readonly Dictionary<string, (long Start, long First, long Last)> _stages = [];
    readonly TimeProvider _clock = clock ?? TimeProvider.System;
    long _line = (clock ?? TimeProvider.System).GetTimestamp();

    public void Report(FitProgress value)
    {
        lock (_gate)
        {
            var left = Left(value);
            if (_clock.GetElapsedTime(_line).TotalSeconds < SecondsBetweenLines) return;
            _line = _clock.GetTimestamp();
            var loss = value.Loss is { } l ? string.Create(CultureInfo.InvariantCulture, $", loss {l:g5}") : "";
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {value.Stage} {value.Done} of {value.Total}{loss}{left}"));
        }
    }

    // The time that the stage still takes if it goes on as it did since it began. Where several trainings follow one another its count falls back, and with it the clock; a little is the disorder of threads.
    string Left(FitProgress value)
    {
        var isNew = !_stages.TryGetValue(value.Stage, out var stage) || 2 * value.Done <= stage.Last;
        _stages[value.Stage] = stage = isNew ? (_clock.GetTimestamp(), value.Done, value.Done) : stage with { Last = Math.Max(stage.Last, value.Done) };
        var done = value.Done - stage.First;
        if (done <= 0) return "";
        var left = _clock.GetElapsedTime(stage.Start) * ((double)(value.Total - value.Done) / done);
        return string.Create(CultureInfo.InvariantCulture, $", about {left:h\\:mm\\:ss} left");
    }
}
