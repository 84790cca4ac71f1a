namespace Attune.Neural;

/// <summary>libtorch refused an operation; the message names the operator, the shapes and types that it was given, and libtorch's reason.</summary>
public sealed class TorchException : Exception
{
    /// <inheritdoc cref="TorchException"/>
    public TorchException(string message) : base(message)
    {
    }
}
