using System.Globalization;

namespace Attune.Neural;

/// <summary>
/// The threads of the BLAS behind libtorch. OpenBLAS has its own: unless it is told, it shares out every product among all processors, and its waiting threads take them from those who work.
/// libtorch's number of threads is each thread's own, this one is the whole process's: while anyone scores alone it is 1, whatever a training asks for.
/// Whoever set OPENBLAS_NUM_THREADS never gets more.
/// </summary>
static class BlasThreads
{
    static readonly Lock s_gate = new();
    static readonly int s_most = int.TryParse(Environment.GetEnvironmentVariable("OPENBLAS_NUM_THREADS"), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most : int.MaxValue;
    static int s_wanted = 1, s_alone, s_set;

    /// <summary>How many there are now; 0 where the BLAS has no threads of its own.</summary>
    internal static int Count => Native.BlasThreads();

    /// <summary>So many, or what OPENBLAS_NUM_THREADS allows.</summary>
    internal static int Most(int threads) => Math.Min(threads, s_most);

    /// <summary>How many products may use from now on.</summary>
    internal static void Set(int threads)
    {
        lock (s_gate)
        {
            s_wanted = threads;
            Apply();
        }
    }

    /// <summary>Whoever calls this does its products alone until <see cref="Leave"/>.</summary>
    internal static void Enter()
    {
        lock (s_gate)
        {
            s_alone++;
            Apply();
        }
    }

    internal static void Leave()
    {
        lock (s_gate)
        {
            s_alone--;
            Apply();
        }
    }

    static void Apply()
    {
        var count = s_alone > 0 ? 1 : Most(s_wanted);
        if (count != s_set) Native.SetBlasThreads(s_set = count);
    }
}
