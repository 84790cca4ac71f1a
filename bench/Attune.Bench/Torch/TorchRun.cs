using System.Diagnostics;
using System.Globalization;

namespace Attune.Bench;

/// <summary>
/// What libtorch costs through Attune: the call of a tiny operator, a big product, memory for big results and wider vectors. Each variant runs in a process
/// of its own, turn by turn, beside a Python on the same libtorch; what counts is the median over the rounds.
/// </summary>
sealed class TorchRun(string python, int rounds)
{
    const string Ours = "Attune", Theirs = "Python", AllKept = "kept";

    static readonly (string Measure, string What, string Unit, (string Name, string Allocator, string? Vectors)[] Variants)[] s_tasks =
    [
        ("add", "sum of two 4×4 matrices, call included", "µs", [(Ours, AllKept, null), (Theirs, "", null)]),
        ("product", "product of two 2048×2048 matrices", "GFLOP/s", [(Ours, AllKept, null), (Theirs, "", null)]),
        ("big", "a·a, then log softmax, over 6400×12102", "ms",
            [("libtorch's memory", "libtorch", null), ("2 MiB pages, none kept", "nothing-kept", null), ("2 MiB pages, kept (the default)", AllKept, null), (Theirs, "", null)]),
        ("steps", "8 steps of 60 results of 128×T×128, another T each", "ms", [("libtorch's memory", "libtorch", null), ("2 MiB pages, none kept", "nothing-kept", null), ("2 MiB pages, kept (the default)", AllKept, null), (Theirs, "", null)]),
        ("activations", "GELU, softmax, exp over 6400×256", "ms", [("AVX2", AllKept, "avx2"), ("AVX512", AllKept, "avx512"), (Theirs, "", null)]),
        ("product", "product of two 2048×2048 matrices", "GFLOP/s", [("AVX2", AllKept, "avx2"), ("AVX512", AllKept, "avx512")]),
    ];

    internal Report Run()
    {
        var hasPython = Child(python, ["-c", "import torch; print(0)"], null) is not null;
        var rows = s_tasks.SelectMany(task => Rows(task.Measure, task.What, task.Unit, [.. task.Variants.Where(v => hasPython || v.Name != Theirs)]));
        Column[] columns = ["what", "how", new("median", ValueFormat.Number), "unit", new("least", ValueFormat.Number), new("most", ValueFormat.Number)];
        return new Report("libtorch through Attune")
        {
            Lead = $"Each line is a process of its own on {Environment.ProcessorCount} threads, turn by turn over {rounds} rounds; a round is the best of its repetitions.",
            Sections = [new Section("Results") { Tables = [new Table(columns, [.. rows])] }],
        };
    }

    IEnumerable<IReadOnlyList<Cell>> Rows(string measure, string what, string unit, (string Name, string Allocator, string? Vectors)[] variants)
    {
        var values = variants.ToDictionary(v => v.Name, _ => new List<double>());
        for (var r = 0; r < rounds; r++)
            foreach (var (name, allocator, vectors) in variants)
            {
                Console.Error.WriteLine($"{what}: {name}, round {r + 1} of {rounds}");
                var seconds = name == Theirs ? Child(python, [Path.Combine(AppContext.BaseDirectory, "Torch", "libtorch_side.py"), measure], null) : Child(Environment.ProcessPath!, ["torch-side", measure, allocator], vectors);
                values[name].Add(unit switch { "µs" => 1e6 * seconds!.Value, "ms" => 1e3 * seconds!.Value, _ => 2.0 * 2048 * 2048 * 2048 / 1e9 / seconds!.Value });
            }
        return variants.Select(v => (IReadOnlyList<Cell>)[what, v.Name, Median(values[v.Name]), unit, values[v.Name].Min(), values[v.Name].Max()]);
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    static double? Child(string program, string[] arguments, string? vectors)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        if (vectors is not null) start.Environment["ATEN_CPU_CAPABILITY"] = vectors;
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? double.Parse(text.Trim().Split('\n')[^1], CultureInfo.InvariantCulture) : null;
    }
}
