using System.Runtime.CompilerServices;

namespace Attune.Neural.Tests;

/// <summary>A theory that needs libtorch: where it is missing the test is skipped and says what to do.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1) : base(sourceFilePath, sourceLineNumber) =>
        Skip = Torch.Missing;
}
