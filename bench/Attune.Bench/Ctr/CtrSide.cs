using System.Diagnostics;
using System.Globalization;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>DeepFM on invented rows in a process of its own: answers each line, a number of steps, with the seconds that they take.</summary>
static class CtrSide
{
    internal const int Batch = 4096;

    const int Fields = 10, Rows = 200_000;

    /// <summary>Puts the rows where the other side reads them.</summary>
    internal static void Write(int codes, string folder)
    {
        var rows = TableOf(codes).Rows;
        Directory.CreateDirectory(folder);
        RivalFiles.Write<int>(Path.Combine(folder, "codes.i32"), rows.Codes);
        RivalFiles.Write<float>(Path.Combine(folder, "labels.f32"), rows.Labels);
    }

    /// <param name="codes">Rows of the table of vectors.</param>
    /// <param name="variant">own, libtorch (its memory) or all-rows (of the table move in every step).</param>
    internal static int Run(int codes, string variant)
    {
        Neural.Torch.OwnAllocator = variant != "libtorch";
        Neural.Torch.Threads = Environment.ProcessorCount;
        var (table, options) = (TableOf(codes), new DeepFm { BatchSize = Batch, Tables = variant == "all-rows" ? TableUpdates.Dense : TableUpdates.Lazy });
        using var network = options.Network(new Init(options.Seed), table.Fields);
        using var learner = new ClickLearner(table, options, network);
        using var optimizer = options.OptimizerOf(network.Moved, learner.Steps, () => learner.Targets);
        network.Train();
        Console.WriteLine(variant);
        for (var epoch = 0; Console.ReadLine() is { } steps; epoch++)
        {
            var clock = Stopwatch.StartNew();
            for (var s = 0; s < int.Parse(steps, CultureInfo.InvariantCulture); s++)
            {
                using var scope = new Scope();
                optimizer.Clear();
                learner.Learn(new Part(epoch, s)).Loss.Item();
                optimizer.Step();
            }
            Console.WriteLine(clock.Elapsed.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }
        return 0;
    }

    // Few values of a field take most of its rows.
    static ClickTable TableOf(int codes)
    {
        var size = codes / Fields;
        var fields = new ClickFields([.. Enumerable.Range(0, Fields).Select(f => new ClickField($"f{f}", ClickFieldKind.Categorical, ClickFieldRole.Context, f * size, size, f, 1))]);
        var stream = ((Seed)7).Stream();
        var (numbers, labels) = (new int[Rows * Fields], new float[Rows]);
        for (var p = 0; p < numbers.Length; p++) numbers[p] = p % Fields * size + (int)(size * Math.Pow(stream.NextDouble(), 3));
        for (var n = 0; n < Rows; n++) labels[n] = (numbers[n * Fields] + numbers[n * Fields + 1]) % 4 == 0 ? 1 : 0;
        return ClickTable.Of(fields, new ClickRows(Fields, numbers, null, labels, null));
    }
}
