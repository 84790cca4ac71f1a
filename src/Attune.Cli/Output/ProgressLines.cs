using System.Globalization;

namespace Attune.Cli;

/// <summary>Progress for a log: a plain line every ten seconds, so that short work says nothing.</summary>
sealed class ProgressLines(TextWriter error, string title) : IProgress<FitProgress>
{
    const int SecondsBetweenLines = 10;
    readonly Lock _gate = new();
    readonly Dictionary<string, (long Start, long First)> _stages = [];
    long _line = TimeProvider.System.GetTimestamp();

    public void Report(FitProgress value)
    {
        lock (_gate)
        {
            var left = Left(value);
            if (TimeProvider.System.GetElapsedTime(_line).TotalSeconds < SecondsBetweenLines) return;
            _line = TimeProvider.System.GetTimestamp();
            var loss = value.Loss is { } l ? string.Create(CultureInfo.InvariantCulture, $", loss {l:g5}") : "";
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {value.Stage} {value.Done} of {value.Total}{loss}{left}"));
        }
    }

    // The time that the stage still takes if it goes on as it did since it was first heard of.
    string Left(FitProgress value)
    {
        if (!_stages.TryGetValue(value.Stage, out var stage) || value.Done < stage.First) _stages[value.Stage] = stage = (TimeProvider.System.GetTimestamp(), value.Done);
        var done = value.Done - stage.First;
        if (done <= 0) return "";
        var left = TimeProvider.System.GetElapsedTime(stage.Start) * ((double)(value.Total - value.Done) / done);
        return string.Create(CultureInfo.InvariantCulture, $", about {left:h\\:mm\\:ss} left");
    }
}
