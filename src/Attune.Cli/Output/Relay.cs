namespace Attune.Cli;

/// <summary>Hands each report of progress on at once, on the thread that made it.</summary>
sealed class Relay<T>(Action<T> handle) : IProgress<T>
{
    public void Report(T value) => handle(value);
}
