using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>
/// What the last layer of a step costs: losses forward and backward, and Adam, beside PyTorch as it is usually written, turn by turn on the same libtorch.
/// Adam is held against the machine's memory too: a triad over as many bytes, measured in the same rounds.
/// </summary>
sealed class LossesRun(string python, int rounds)
{
    sealed record Task(string Name, string Kind, int Positions, int Items, int Width, int Negatives)
    {
        internal string Line => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Positions} {Items} {Width} {Negatives}");
    }

    static readonly Task[] s_tasks =
    [
        new("full softmax, 6,400 positions × 12,102 items, d = 64", "softmax", 6400, 12_102, 64, 0),
        new("full softmax, 25,600 positions × 3,417 items, d = 64", "softmax", 25_600, 3_417, 64, 0),
        .. from d in (int[])[64, 128]
        from k in (int[])[1, 99, 256]
        select new Task($"BCE, 6,400 positions, {k} negatives each, 12,102 items, d = {d}", "bce", 6400, 12_102, d, k),
        new("Adam, 10 million parameters", "adam", 10_000, 0, 1000, 0),
    ];

    internal Report Run(string? only)
    {
        using var other = OtherSide.Python(python, Path.Combine("Learning", "losses_side.py"));
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (var task in s_tasks.Where(t => only is null || only.Split(',').Any(o => t.Line.StartsWith(o.Replace('_', ' '), StringComparison.Ordinal))))
        {
            Console.Error.WriteLine(task.Name);
            using var scope = new Scope();
            using var adam = task.Kind == "adam" ? AdamOf(task) : null;
            var step = adam is null ? StepOf(task) : () => adam.Step();
            var (ours, theirs, triads) = (new List<double>(), new List<double>(), new List<double>());
            // The compiler sees what is hot after some calls.
            for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < 1.5;) step();
            for (var r = -1; r < rounds; r++)
            {
                var (mine, others, triad) = (Seconds(step), other.Seconds(task.Line), adam is null ? 1 : Triad());
                if (r < 0) continue;
                ours.Add(mine);
                theirs.Add(others);
                triads.Add(triad);
            }
            rows.Add([task.Name, 1000 * Median(ours), 1000 * Median(theirs), Median(theirs.Zip(ours, (t, o) => t / o)), adam is null ? "" : Share(triads, ours)]);
        }
        Column[] columns = ["step", new("ours, ms", ValueFormat.Number), new("PyTorch, ms", ValueFormat.Number), new("median ratio", ValueFormat.Number), "memory bandwidth"];
        return new Report("Losses and Adam")
        {
            Lead = $"Forward and backward of the loss alone, {other.Version} beside Attune on libtorch {Neural.Torch.Version}, both on {Neural.Torch.Threads} threads, turn by turn over {rounds} rounds after one to warm up; the ratio is the median of the rounds' ratios (above 1: Attune is faster).",
            Sections = [new Section("Results") { Tables = [new Table(columns, rows)] }],
        };
    }

    // Adam reads four numbers of each parameter and writes three; the triad reads two and writes one.
    static string Share(List<double> triads, List<double> ours) => string.Create(CultureInfo.InvariantCulture,
        $"{Median(ours.Select(o => 0.28 / o)):0.0} GB/s, {100 * Median(triads.Zip(ours, (t, o) => 28.0 / 12 * t / o)):0} % of a triad's {Median(triads.Select(t => 0.12 / t)):0.0} GB/s");

    static Action StepOf(Task task)
    {
        var stream = new Seed(1).Stream();
        var states = Drawn(task.Positions, task.Width, ref stream);
        var table = Drawn(task.Items + 1, task.Width, ref stream);
        var targets = Tensor.Empty([task.Positions], DType.Int64);
        foreach (ref var y in targets.Span<long>()) y = 1 + stream.NextInt(task.Items);
        var negatives = task.Negatives == 0 ? default : new UniformNegatives(1, task.Items).Draw(0, targets, task.Negatives);
        Loss loss = task.Negatives == 0 ? new FullSoftmax(task.Items) : new Bce(task.Items);
        return () =>
        {
            using var scope = new Scope();
            (states.Gradient, table.Gradient) = (default, default);
            loss.Backward(states, targets, table, negatives).Item();
        };
    }

    static Tensor Drawn(int rows, int width, ref RandomStream stream)
    {
        var tensor = Tensor.Empty([rows, width]);
        foreach (ref var v in tensor.Span<float>()) v = (float)(0.3 * stream.NextGaussian());
        return tensor.RequireGradient();
    }

    static Adam AdamOf(Task task)
    {
        var value = Tensor.Zeros([task.Positions, task.Width]).RequireGradient();
        value.Gradient = Tensor.Empty([task.Positions, task.Width]).NormalInPlace(0, 1);
        return new Adam([new("w", value)]);
    }

    static readonly Lazy<float[][]> s_arrays = new(() => [new float[10_000_000], new float[10_000_000], new float[10_000_000]]);

    // a ← b + 3·c over 3 × 40 MB, on as many threads.
    static double Triad()
    {
        var arrays = s_arrays.Value;
        return Seconds(() => Parallel.For(0, arrays[0].Length / 50_000, new ParallelOptions { MaxDegreeOfParallelism = Neural.Torch.Threads }, c =>
        {
            var a = MemoryMarshal.Cast<float, Vector<float>>(arrays[0].AsSpan(c * 50_000, 50_000));
            var b = MemoryMarshal.Cast<float, Vector<float>>(arrays[1].AsSpan(c * 50_000, 50_000));
            var d = MemoryMarshal.Cast<float, Vector<float>>(arrays[2].AsSpan(c * 50_000, 50_000));
            for (var i = 0; i < a.Length; i++) a[i] = b[i] + 3 * d[i];
        }));
    }

    static double Seconds(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
