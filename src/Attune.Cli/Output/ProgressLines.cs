using System.Globalization;

namespace Attune.Cli;

/// <summary>Progress for a log: a plain line every ten seconds, so that short work says nothing.</summary>
sealed class ProgressLines(TextWriter error, string title) : IProgress<FitProgress>
{
    const int SecondsBetweenLines = 10;
    readonly Lock _gate = new();
    readonly TimeLeft _left = new();
    long _line = TimeProvider.System.GetTimestamp();

    public void Report(FitProgress value)
    {
        lock (_gate)
        {
            var left = _left.After(value);
            if (TimeProvider.System.GetElapsedTime(_line).TotalSeconds < SecondsBetweenLines) return;
            _line = TimeProvider.System.GetTimestamp();
            var loss = value.Loss is { } l ? string.Create(CultureInfo.InvariantCulture, $", loss {l:g5}") : "";
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {value.Stage} {value.Done} of {value.Total}{loss}, about {left:h\\:mm\\:ss} left"));
        }
    }
}
