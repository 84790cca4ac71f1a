namespace Attune.Neural.Tests;

/// <summary>Models let go of their tensors when they are collected: after a class of tests they are, so that no other test that counts tensors meets one on its way out.</summary>
public sealed class CollectedModels : IDisposable
{
    public void Dispose() => Collect();

    internal static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
