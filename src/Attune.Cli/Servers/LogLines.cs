using Microsoft.Extensions.Logging;

namespace Attune.Cli;

/// <summary>The server's log for people: one line for each entry on the error writer, with the time of day and the level where it is a warning or worse.</summary>
sealed class LogLines(Action<string> write, TimeProvider time) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Lines(write, time);

    public void Dispose()
    {
    }

    sealed class Lines(Action<string> write, TimeProvider time) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var level = logLevel switch { LogLevel.Warning => "warning: ", LogLevel.Error or LogLevel.Critical => "error: ", _ => "" };
            var cause = exception is null ? "" : logLevel >= LogLevel.Error ? $"\n{exception}" : $" ({Call.OneLine(exception)})";
            write($"{time.GetUtcNow():HH:mm:ss} {level}{formatter(state, exception)}{cause}");
        }
    }
}
