namespace Attune.Neural;

/// <summary>A neural model was asked for where libtorch, or the shim between it and Attune, cannot be loaded; the message says what to do next.</summary>
public sealed class TorchNotAvailableException : DllNotFoundException
{
    /// <inheritdoc cref="TorchNotAvailableException"/>
    public TorchNotAvailableException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
