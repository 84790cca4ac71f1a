using System.Runtime.Intrinsics.X86;

namespace Attune.Neural;

/// <summary>The libtorch of this process: loaded when first asked for anything.</summary>
public static class Torch
{
    static readonly Lazy<(string Version, string Configuration, int Devices)> s_library = new(Describe);

    /// <summary>The version of libtorch.</summary>
    /// <exception cref="TorchNotAvailableException">libtorch, or the shim between it and Attune, cannot be loaded.</exception>
    public static string Version => s_library.Value.Version;

    /// <summary>What libtorch says of how it was built and which vector instructions it uses; several lines.</summary>
    public static string Configuration => s_library.Value.Configuration;

    /// <summary>The widest vector instructions that libtorch uses: "AVX2", "AVX512" or "DEFAULT".</summary>
    public static string VectorLevel => Configuration.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Contains("CPU capability usage:", StringComparison.Ordinal))?.Split(':')[^1].Trim() ?? "unknown";

    /// <summary>How many CUDA devices libtorch can use.</summary>
    public static int CudaDevices => s_library.Value.Devices;

    /// <summary>Whether libtorch can be used; where not, <see cref="Missing"/> says why.</summary>
    public static bool IsAvailable => Missing is null;

    /// <summary>What is missing and what to do, or null where libtorch can be used.</summary>
    public static string? Missing
    {
        get
        {
            try
            {
                Start();
                return null;
            }
            catch (TorchNotAvailableException e)
            {
                return e.Message;
            }
        }
    }

    /// <summary>Threads within one operation, from 1. Sums may be taken in another order with another number.</summary>
    public static int Threads
    {
        get
        {
            Start();
            return Native.Threads();
        }
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Start();
            if (Native.Threads() != value) Native.Check(Native.SetThreads(value), "setting the number of threads");
            BlasThreads.Set(value);
        }
    }

    /// <summary>The same for what the calling thread asks of libtorch, and for nothing else.</summary>
    internal static void SetThreadsHere(int count)
    {
        if (Native.Threads() != count) Native.Check(Native.SetThreadsHere(count), "setting the number of threads");
    }

    /// <summary>Bytes of the machine's memory that tensors hold now, held at most since the last reset, and that are kept for reuse.</summary>
    public static unsafe (long Used, long Peak, long Kept) Memory(bool resetPeak = false)
    {
        Start();
        var figures = stackalloc long[3];
        Native.Memory(figures, resetPeak ? 1 : 0);
        return (figures[0], figures[1], figures[2]);
    }

    /// <summary>
    /// How many bytes of freed memory to keep for the next tensors; 0 keeps none. Default 1 GiB. Where more was in use at once since the last reset of the peak, freed memory is
    /// kept up to that peak: a training asks for it again in the next step.
    /// </summary>
    public static void KeepMemory(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Start();
        Native.Check(Native.KeepMemory(bytes), "setting the kept memory");
    }

    /// <summary>Seeds libtorch's own generators, of all devices. Models derive their randomness from their options and need this only for libtorch's random operators.</summary>
    public static void Seed(long seed)
    {
        Start();
        Native.Check(Native.Seed(seed), "seeding");
    }

    /// <summary>Waits until a device has done what it was given; on the CPU nothing is ever pending.</summary>
    public static void Synchronize(Device device)
    {
        Start();
        if (device.Kind is DeviceKind.Cuda) Native.Check(Native.Synchronize(device.Index), $"waiting for {device}");
    }

    /// <summary>The state of libtorch's own generator of a device, as bytes: what a checkpoint keeps where libtorch draws.</summary>
    internal static Tensor GeneratorState(Device device)
    {
        Start();
        Native.Check(Native.GeneratorState((int)device.Kind, IndexOf(device), out var state), $"reading the generator of {device}");
        return Scope.Enter(state);
    }

    /// <summary>Puts a generator back to where <see cref="GeneratorState"/> found it.</summary>
    internal static void SetGeneratorState(Device device, Tensor state)
    {
        Start();
        Native.Check(Native.SetGeneratorState((int)device.Kind, IndexOf(device), Slots.Pointer(state)), $"setting the generator of {device}");
    }

    static int IndexOf(Device device) => device.Kind is DeviceKind.Cpu ? -1 : device.Index;

    /// <summary>Whether big tensors come from the shim's own memory; libtorch's own takes its place only where both are measured. Read at the start.</summary>
    internal static bool OwnAllocator { get; set; } = true;

    /// <summary>Loads libtorch and sets it up once.</summary>
    internal static void Start() => _ = s_library.Value;

    static unsafe (string, string, int) Describe()
    {
        SetVariables();
        Shim.Load();
        if (OwnAllocator) Native.Check(Native.KeepMemory(1L << 30), "setting up memory");
        Native.Check(Native.SetThreads(Environment.ProcessorCount), "setting the number of threads");
        BlasThreads.Set(Environment.ProcessorCount);
        Native.Check(Native.DescribeLibrary(out var version, out var configuration, out var devices), "starting libtorch");
        return (Native.Text(version), Native.Text(configuration), (int)devices);
    }

    // What libtorch and its threads read when they are loaded; whoever has set one keeps it. Waiting threads of OpenMP that spin take the processors from those of the matrix product.
    static void SetVariables()
    {
        if (!OperatingSystem.IsLinux()) return;
        Native.SetVariable("GOMP_SPINCOUNT", "0", 0);
        if (Avx512BW.IsSupported && Avx512DQ.IsSupported) Native.SetVariable("ATEN_CPU_CAPABILITY", "avx512", 0);
    }
}
