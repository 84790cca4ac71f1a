using System.Runtime.CompilerServices;

namespace Attune.Neural.Tests;

/// <summary>A test that needs libtorch: where it is missing the test is skipped and says what to do.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1) : base(sourceFilePath, sourceLineNumber) =>
        Skip = Torch.Missing;
}
