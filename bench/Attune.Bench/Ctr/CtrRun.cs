using System.Diagnostics;
using System.Globalization;
using Attune.Neural;

namespace Attune.Bench;

/// <summary>
/// Steps of DeepFM (batch 4,096, 10 fields, vectors of 16, dense 400 × 3) beside the same in PyTorch, turn by turn on the same libtorch and the same invented rows; and the views of ssr in one product beside a
/// loop over them.
/// </summary>
sealed class CtrRun(string python, string work, int rounds)
{
    const int Steps = 20, Views = 8;

    static readonly int[] s_codes = [10_000, 1_000_000];

    internal Report Run()
    {
        var (steps, version) = (new List<IReadOnlyList<Cell>>(), "");
        foreach (var codes in s_codes)
        {
            var folder = Path.Combine(work, $"ctr-{codes}");
            CtrSide.Write(codes, folder);
            using var other = OtherSide.Python(python, Path.Combine("Ctr", "ctr_side.py"), folder, Vocabulary.Canonical(Environment.ProcessorCount));
            version = other.Version;
            steps.Add([string.Create(CultureInfo.InvariantCulture, $"{codes:N0} codes"), .. Learning(codes, other)]);
        }
        Neural.Torch.Threads = Environment.ProcessorCount;
        return new Report("Networks of clicks")
        {
            Lead = $"{version} beside Attune on libtorch {Neural.Torch.Version}, both on {Environment.ProcessorCount} threads, turn by turn over {rounds} rounds of {Steps} steps after one to warm up; a ratio is the median of the rounds' ratios (above 1: Attune is faster). Invented rows.",
            Sections =
            [
                new Section("DeepFM, thousand rows a second")
                {
                    Tables = [new Table(["table", Number("Attune"), Number("with libtorch's memory"), Number("moving all rows"), Number("PyTorch, Adam"), Number("PyTorch, SparseAdam"), Number("ratio to Adam"), Number("ratio to SparseAdam")], steps)],
                    Notes =
                    [
                        "Two things that differ are switched off in turn: with libtorch's memory, large pieces come from the system anew in every step, as they do in Python, in place of regions that are kept; moving all rows, the step goes over the whole table as Adam in PyTorch does, though in one pass of its own kernel (adam.md), in place of the rows that the batch read.",
                    ],
                },
                new Section($"A step of ssr-d with {Views} views, ms") { Tables = [new Table(["width of a view", Number("in one product"), Number("view by view"), Number("ratio")], ((int[])[32, 128]).Select(w => (IReadOnlyList<Cell>)[w, .. ViewByView(w)]))] },
            ],
        };
    }

    static Column Number(string title) => new(title, ValueFormat.Number);

    IEnumerable<Cell> Learning(int codes, OtherSide other)
    {
        var size = Vocabulary.Canonical(codes);
        using var ours = OtherSide.Own("ctr-side", size, "own");
        using var plain = OtherSide.Own("ctr-side", size, "libtorch");
        using var whole = OtherSide.Own("ctr-side", size, "all-rows");
        Func<double>[] turns = [() => ours.Seconds($"{Steps}"), () => plain.Seconds($"{Steps}"), () => whole.Seconds($"{Steps}"), () => other.Seconds($"{codes} dense {Steps}"), () => other.Seconds($"{codes} rows {Steps}")];
        var seconds = turns.Select(_ => new double[rounds]).ToArray();
        for (var r = -1; r < rounds; r++)
            for (var t = 0; t < turns.Length; t++)
                if (turns[t]() is var took && r >= 0) seconds[t][r] = took;
        return [.. seconds.Select(s => (Cell)(Steps * CtrSide.Batch / Median(s) / 1000)), Ratio(seconds[3], seconds[0]), Ratio(seconds[4], seconds[0])];
    }

    // The same layer, forward and backward, with a matrix of its own for every view, one after the other.
    IEnumerable<Cell> ViewByView(int width)
    {
        const int batch = 1024, inputs = 256, layers = 1;
        using var scope = new Scope();
        var init = new Init(3);
        using var layer = new SsrLayer(init, new SsrD { Views = Views, ViewWidth = width, Layers = layers + 1 }, 0, inputs, new Cuts());
        SsrLayer[] alone = [.. Enumerable.Range(0, Views).Select(_ => new SsrLayer(init, new SsrD { Views = 1, ViewWidth = width, Layers = layers + 1 }, 0, inputs, new Cuts()))];
        var x = init.Normal([batch, inputs], 1);
        var (together, apart) = (new double[rounds], new double[rounds]);
        for (var r = -1; r < rounds; r++)
        {
            var (one, many) = (Seconds(() => Pass(() => layer.Forward(x))), Seconds(() => Pass(() => Tensor.Cat([.. alone.Select(a => a.Forward(x))], 1))));
            if (r >= 0) (together[r], apart[r]) = (one, many);
        }
        foreach (var a in alone) a.Dispose();
        return [1000 * Median(together) / Steps, 1000 * Median(apart) / Steps, Ratio(apart, together)];
    }

    static void Pass(Func<Tensor> forward)
    {
        for (var s = 0; s < Steps; s++)
        {
            using var scope = new Scope();
            Gradients.Backward(forward().Square().Mean());
        }
    }

    static double Seconds(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    static double Ratio(double[] theirs, double[] ours) => Median([.. theirs.Select((t, r) => t / ours[r])]);

    static double Median(double[] values)
    {
        Array.Sort(values = [.. values]);
        return values[values.Length / 2];
    }
}
