using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;

namespace Attune.Bench;

/// <summary>The benchmarks of single kernels: short runs, with what they allocate.</summary>
static class Kernels
{
    internal static int Run(string[] arguments)
    {
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun).WithArtifactsPath("artifacts/bench");
        var filter = arguments is [var part, ..] ? $"*{part}*" : "*";
        BenchmarkSwitcher.FromAssembly(typeof(Kernels).Assembly).Run(["--filter", filter], config);
        return 0;
    }
}
