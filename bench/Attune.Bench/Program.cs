using Attune.Bench;

return args switch
{
    ["kernels", .. var rest] => Kernels.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project bench/Attune.Bench -- kernels [FILTER]   times the kernels with BenchmarkDotNet (FILTER: part of a name)");
    return 2;
}
