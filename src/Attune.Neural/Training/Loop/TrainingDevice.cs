namespace Attune.Neural;

/// <summary>The device that a training was told to use.</summary>
static class TrainingDevice
{
    /// <summary>Reads it, and says what to do where it is not there.</summary>
    internal static Device Of(FitContext context)
    {
        var text = context.Setup?.Device ?? "cpu";
        Device device;
        try
        {
            device = Device.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ArgumentException(e.Message, nameof(context), e);
        }
        return device.Kind is DeviceKind.Cpu || device.Index < Torch.CudaDevices ? device
            : throw new ArgumentException($"The device {device} was asked for, but libtorch {Torch.Version} sees {Torch.CudaDevices} CUDA devices here. Train on cpu, or point LIBTORCH at a libtorch with CUDA.", nameof(context));
    }
}
