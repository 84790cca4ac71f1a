namespace Attune.Cli;

/// <summary>What the tool tells the shell.</summary>
static class ExitCode
{
    /// <summary>The work was done.</summary>
    internal const int Success = 0;

    /// <summary>The work failed: data, files, a model; one line on the error writer says why.</summary>
    internal const int Failed = 1;

    /// <summary>The command line was wrong.</summary>
    internal const int Misused = 2;

    /// <summary>Ctrl-C, or a request to end.</summary>
    internal const int Stopped = 130;
}
