using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>The functions of the shim (native/attune_torch). Everything that can fail returns 0 for success. Who may come first calls
/// <see cref="Torch.Start"/> before.</summary>
static unsafe partial class Native
{
    internal const string Name = "attune_torch";

    [LibraryImport(Name, EntryPoint = "attune_last_error")]
    internal static partial byte* LastError();

    // What .NET sets in its environment does not reach C.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport(Name, EntryPoint = "attune_describe_library")]
    internal static partial int DescribeLibrary(out byte* version, out byte* configuration, out long devices);

    [LibraryImport(Name, EntryPoint = "attune_keep_memory")]
    internal static partial int KeepMemory(long bytes);

    [LibraryImport(Name, EntryPoint = "attune_memory")]
    internal static partial void Memory(long* figures, int resetPeak);

    [LibraryImport(Name, EntryPoint = "attune_threads")]
    internal static partial int Threads();

    [LibraryImport(Name, EntryPoint = "attune_set_threads")]
    internal static partial int SetThreads(int count);

    [LibraryImport(Name, EntryPoint = "attune_set_threads_here")]
    internal static partial int SetThreadsHere(int count);

    [LibraryImport(Name, EntryPoint = "attune_blas_threads")]
    internal static partial int BlasThreads();

    [LibraryImport(Name, EntryPoint = "attune_set_blas_threads")]
    internal static partial void SetBlasThreads(int count);

    [LibraryImport(Name, EntryPoint = "attune_seed")]
    internal static partial int Seed(long seed);

    [LibraryImport(Name, EntryPoint = "attune_synchronize")]
    internal static partial int Synchronize(int index);

    [LibraryImport(Name, EntryPoint = "attune_find", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Find(string name, string overload, out nint found, out byte* schema);

    [LibraryImport(Name, EntryPoint = "attune_call")]
    internal static partial int Call(nint found, Value* arguments, long given, Value* results, long capacity, long* count);

    [LibraryImport(Name, EntryPoint = "attune_free")]
    internal static partial void Free(nint memory);

    [LibraryImport(Name, EntryPoint = "attune_release")]
    internal static partial void Release(nint tensor);

    [LibraryImport(Name, EntryPoint = "attune_describe")]
    [SuppressGCTransition]
    internal static partial void Describe(nint tensor, TensorInfo* info);

    [LibraryImport(Name, EntryPoint = "attune_wrap")]
    internal static partial int Wrap(void* data, long* sizes, long dimensions, int type, delegate* unmanaged<nint, void> freed, nint context, out nint result);

    [LibraryImport(Name, EntryPoint = "attune_require_gradient")]
    internal static partial int RequireGradient(nint tensor, int required);

    [LibraryImport(Name, EntryPoint = "attune_gradient")]
    internal static partial int Gradient(nint tensor, out nint gradient);

    [LibraryImport(Name, EntryPoint = "attune_set_gradient")]
    internal static partial int SetGradient(nint tensor, nint gradient);

    [LibraryImport(Name, EntryPoint = "attune_gradient_mode")]
    [SuppressGCTransition]
    internal static partial int GradientMode(int enabled);

    [LibraryImport(Name, EntryPoint = "attune_backward")]
    internal static partial int Backward(nint* roots, nint* gradients, long count, int retain, int create);

    [LibraryImport(Name, EntryPoint = "attune_gradients")]
    internal static partial int Gradients(nint* roots, nint* gradients, long count, nint* inputs, long wanted, int retain, int create, nint* results);

    [LibraryImport(Name, EntryPoint = "attune_hook_gradient")]
    internal static partial int HookGradient(nint leaf, delegate* unmanaged<nint, int> reached, nint context, out nint hook);

    [LibraryImport(Name, EntryPoint = "attune_unhook_gradient")]
    internal static partial void UnhookGradient(nint hook);

    [LibraryImport(Name, EntryPoint = "attune_generator_state")]
    internal static partial int GeneratorState(int device, int index, out nint state);

    [LibraryImport(Name, EntryPoint = "attune_set_generator_state")]
    internal static partial int SetGeneratorState(int device, int index, nint state);

    [LibraryImport(Name, EntryPoint = "attune_script_load", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ScriptLoad(string path, int device, int index, out nint module);

    [LibraryImport(Name, EntryPoint = "attune_script_run", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ScriptRun(nint module, string method, nint* arguments, long given, Value* results, long capacity, long* count);

    [LibraryImport(Name, EntryPoint = "attune_script_free")]
    internal static partial void ScriptFree(nint module);

    [LibraryImport(Name, EntryPoint = "attune_peers_join", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int PeersJoin(string backend, string host, int port, string address, int rank, int world, long timeout, out nint peers);

    [LibraryImport(Name, EntryPoint = "attune_peers_sum")]
    internal static partial int PeersSum(nint peers, nint* tensors, long count);

    [LibraryImport(Name, EntryPoint = "attune_peers_broadcast")]
    internal static partial int PeersBroadcast(nint peers, nint* tensors, long count, int root);

    [LibraryImport(Name, EntryPoint = "attune_peers_barrier")]
    internal static partial int PeersBarrier(nint peers);

    [LibraryImport(Name, EntryPoint = "attune_peers_leave")]
    internal static partial void PeersLeave(nint peers);

    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    internal static string Reason => Text(LastError());

    /// <summary>Turns a failure into an exception that says what was tried.</summary>
    internal static void Check(int code, string doing)
    {
        if (code != 0) throw new TorchException($"{doing}: {Reason}");
    }
}
