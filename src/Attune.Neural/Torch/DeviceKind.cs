namespace Attune.Neural;

/// <summary>The kinds of device, with libtorch's numbers.</summary>
public enum DeviceKind
{
    /// <summary>The processor and its memory.</summary>
    Cpu = 0,

    /// <summary>A graphics card under CUDA.</summary>
    Cuda = 1,
}
