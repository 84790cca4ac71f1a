namespace Attune.Tests;

/// <summary>Keeps every report of progress, in the order in which they came, at once and on the reporter's thread.</summary>
sealed class Recorder<T> : IProgress<T>
{
    internal List<T> All { get; } = [];

    public void Report(T value) => All.Add(value);
}
