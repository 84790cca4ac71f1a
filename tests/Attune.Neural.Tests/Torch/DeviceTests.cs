namespace Attune.Neural.Tests;

/// <summary>One pass forward and backward on the device that ATTUNE_TEST_DEVICE names (cpu where it names none), against double precision on the CPU.</summary>
public sealed class DeviceTests
{
    static readonly Device s_device = Device.Parse(Environment.GetEnvironmentVariable("ATTUNE_TEST_DEVICE") is { Length: > 0 } named ? named : "cpu");

    [TorchFact]
    public void PassForwardAndBackward_EqualsDoublePrecisionOnTheCpu()
    {
        using var scope = new Scope();
        Torch.Seed(3);
        var (x, w) = (new Operator("aten::randn").Call(Value.Ints(64, 32)), new Operator("aten::randn").Call(Value.Ints(48, 32)));
        var (loss, gradient) = Pass(x.To(s_device), w.To(s_device));
        var (exactLoss, exactGradient) = Pass(x.To(DType.Float64), w.To(DType.Float64));
        Assert.Equal(exactLoss, loss, 1e-3 * Math.Abs(exactLoss));
        Assert.InRange((gradient.To(Device.Cpu).To(DType.Float64) - exactGradient).Abs().Max().Item(), 0, 2e-3);
        Assert.Equal(s_device, gradient.Device);
    }

    static (double Loss, Tensor Gradient) Pass(Tensor x, Tensor w)
    {
        w = w.Detach().RequireGradient();
        var loss = x.Linear(w).Gelu().LogSoftmax(1).Sum() * (1.0 / 64);
        Gradients.Backward(loss);
        return (loss.Item(), w.Gradient);
    }

    [TorchFact]
    public void DeviceThatIsNotThere_IsOneErrorThatNamesIt()
    {
        using var scope = new Scope();
        Assert.Contains("cuda", Assert.Throws<TorchException>(() => Tensor.Zeros([1], device: Device.Cuda(100))).Message, StringComparison.OrdinalIgnoreCase);
    }
}
