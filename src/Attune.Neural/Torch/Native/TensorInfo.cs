using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>What the shim says of a tensor; the pointers live as long as the tensor.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct TensorInfo
{
    internal void* Data;
    internal long* Sizes;
    internal long* Strides;
    internal long Dimensions, Elements;
    internal int Type, Device, DeviceIndex, Strided, RequiresGradient, Leaf;
}
