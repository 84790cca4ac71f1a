namespace Attune.Serving;

/// <summary>Whether the server answers yet.</summary>
sealed class ServerState
{
    volatile string? _notReady = "The server is starting; try again soon.";

    /// <summary>Why requests are not answered; null where they are.</summary>
    internal string? NotReady => _notReady;

    internal void Ready() => _notReady = null;

    internal void Wait(string reason) => _notReady = reason;
}
