using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>A network that was saved as TorchScript (<c>torch.jit.save</c>), run as it is: how a pretrained network of others comes in.</summary>
public sealed unsafe class TorchScript : IDisposable
{
    readonly string _path;
    nint _module;

    /// <summary>Loads a network for scoring.</summary>
    /// <exception cref="TorchException">The file is not TorchScript, or of a newer libtorch.</exception>
    public TorchScript(string path, Device device = default)
    {
        _path = path;
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file {path}.", path);
        Torch.Start();
        Native.Check(Native.ScriptLoad(path, (int)device.Kind, device.Kind is DeviceKind.Cpu ? -1 : device.Index, out _module), $"Loading {path} as TorchScript");
    }

    /// <summary>Runs the network's forward method; a tuple gives several tensors.</summary>
    public Tensor[] Forward(params ReadOnlySpan<Tensor> inputs) => Run("forward", inputs);

    /// <summary>Runs any method of the network.</summary>
    public Tensor[] Run(string method, params ReadOnlySpan<Tensor> inputs)
    {
        ObjectDisposedException.ThrowIf(_module == 0, this);
        Span<nint> pointers = stackalloc nint[inputs.Length];
        for (var i = 0; i < inputs.Length; i++) pointers[i] = Slots.Pointer(inputs[i]);
        var results = stackalloc Value[16];
        long count;
        fixed (nint* first = pointers) Native.Check(Native.ScriptRun(_module, method, first, inputs.Length, results, 16, &count), $"Running {method} of {_path}");
        var tensors = new List<Tensor>();
        for (var i = 0; i < count; i++)
            if (results[i].Kind is ValueTag.Tensor) tensors.Add(Scope.Enter((nint)results[i].Payload));
            else if (results[i].Kind is ValueTag.Tensors)
            {
                foreach (var pointer in new ReadOnlySpan<nint>((void*)results[i].Payload, (int)results[i].Count)) tensors.Add(Scope.Enter(pointer));
                Native.Free((nint)results[i].Payload);
            }
        return [.. tensors];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_module != 0) Native.ScriptFree(_module);
        _module = 0;
    }
}
