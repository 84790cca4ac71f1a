using System.Diagnostics;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>
/// Steps of DeepFM (batch 4,096, 10 fields, vectors of 16, dense 400 × 3) beside the same in PyTorch, turn by turn on the same libtorch and the same invented rows; and the views of ssr in one product beside a
/// loop over them.
/// </summary>
sealed class CtrRun(string python, string work, int rounds)
{
    const int Fields = 10, Rows = 200_000, Steps = 20, Views = 8;

    static readonly int[] s_codes = [10_000, 1_000_000];

    internal Report Run()
    {
        Neural.Torch.Threads = Environment.ProcessorCount;
        var (steps, version) = (new List<IReadOnlyList<Cell>>(), "");
        foreach (var codes in s_codes)
        {
            var (table, folder) = (TableOf(codes), Path.Combine(work, $"ctr-{codes}"));
            Directory.CreateDirectory(folder);
            RivalFiles.Write<int>(Path.Combine(folder, "codes.i32"), table.Rows.Codes);
            RivalFiles.Write<float>(Path.Combine(folder, "labels.f32"), table.Rows.Labels);
            using var other = new PythonSide(python, Path.Combine("Ctr", "ctr_side.py"), folder, Vocabulary.Canonical(Environment.ProcessorCount));
            version = other.Version;
            steps.Add([FormattableString.Invariant($"{codes:N0} codes"), .. Learning(table, codes, other)]);
        }
        return new Report("Networks of clicks")
        {
            Lead = $"{version} beside Attune on libtorch {Neural.Torch.Version}, both on {Environment.ProcessorCount} threads, turn by turn over {rounds} rounds of {Steps} steps after one to warm up; a ratio is the median of the rounds' ratios (above 1: Attune is faster). Invented rows.",
            Sections =
            [
                new Section("DeepFM, thousand rows a second") { Tables = [new Table(["table", Number("Attune"), Number("PyTorch, Adam"), Number("PyTorch, SparseAdam"), Number("ratio to Adam"), Number("ratio to SparseAdam")], steps)] },
                new Section($"A step of ssr-d with {Views} views, ms") { Tables = [new Table(["width of a view", Number("in one product"), Number("view by view"), Number("ratio")], ((int[])[32, 128]).Select(w => (IReadOnlyList<Cell>)[w, .. ViewByView(w)]))] },
            ],
        };
    }

    static Column Number(string title) => new(title, ValueFormat.Number);

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

    IEnumerable<Cell> Learning(ClickTable table, int codes, PythonSide other)
    {
        var options = new DeepFm { BatchSize = 4096 };
        using var network = options.Network(new Init(options.Seed), table.Fields);
        using var learner = new ClickLearner(table, options, network);
        using var optimizer = new Adam(network.Moved, options.LearningRate);
        network.Train();
        var (ours, dense, rows) = (new double[rounds], new double[rounds], new double[rounds]);
        for (var r = -1; r < rounds; r++)
        {
            var epoch = r + 1;
            var (mine, first, second) = (Seconds(() => Learn(learner, optimizer, epoch)), other.Seconds($"{codes} dense {Steps}"), other.Seconds($"{codes} rows {Steps}"));
            if (r >= 0) (ours[r], dense[r], rows[r]) = (mine, first, second);
        }
        double Rate(double[] seconds) => Steps * options.BatchSize / Median(seconds) / 1000;
        return [Rate(ours), Rate(dense), Rate(rows), Ratio(dense, ours), Ratio(rows, ours)];
    }

    static void Learn(ClickLearner learner, Adam optimizer, int epoch)
    {
        for (var s = 0; s < Steps; s++)
        {
            using var scope = new Scope();
            optimizer.Clear();
            learner.Learn(new Part(epoch, s)).Loss.Item();
            optimizer.Step();
        }
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
