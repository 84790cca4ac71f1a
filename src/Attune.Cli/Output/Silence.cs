namespace Attune.Cli;

/// <summary>Progress that nobody watches.</summary>
sealed class Silence : IProgress<FitProgress>
{
    internal static Silence Progress { get; } = new();

    public void Report(FitProgress value)
    {
    }
}
