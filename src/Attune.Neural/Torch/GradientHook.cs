using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>
/// Called within a backward pass whenever a leaf's gradient is whole, until disposal: whatever the leaf was used for has been worked through, so it may be changed. The call comes on
/// the thread of the pass, which on other devices is not the one that asked for it.
/// </summary>
sealed unsafe class GradientHook : IDisposable
{
    readonly Action _reached;
    readonly GCHandle _self;
    nint _hook;

    internal GradientHook(Tensor leaf, Action reached)
    {
        _reached = reached;
        _self = GCHandle.Alloc(this);
        if (Native.HookGradient(Slots.Pointer(leaf), &Call, GCHandle.ToIntPtr(_self), out _hook) == 0) return;
        _self.Free();
        throw new TorchException($"Hooking into the gradient of {leaf}: {Native.Reason}");
    }

    /// <summary>What the call threw, which ended the pass.</summary>
    internal Exception? Failure { get; private set; }

    public void Dispose()
    {
        if (_hook == 0) return;
        Native.UnhookGradient(_hook);
        _hook = 0;
        _self.Free();
    }

    // No exception of .NET may cross libtorch: the shim makes one of its own of the answer.
    [UnmanagedCallersOnly]
    static int Call(nint context)
    {
        var hook = (GradientHook)GCHandle.FromIntPtr(context).Target!;
        try
        {
            hook._reached();
            return 0;
        }
        catch (Exception e)
        {
            hook.Failure = e;
            return 1;
        }
    }
}
