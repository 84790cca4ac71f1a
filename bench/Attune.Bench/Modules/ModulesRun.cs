using System.Diagnostics;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>What the pieces of a training step take, and an epoch of SASRec on Amazon Beauty beside the same network in PyTorch on the same libtorch.</summary>
sealed class ModulesRun(string python, string work, int rounds)
{
    const int Batch = 128, Width = 64;

    internal Report Run()
    {
        Torch.Threads = Environment.ProcessorCount;
        using var scope = new Scope();
        return new Report("Modules and steps of training")
        {
            Lead = $"Medians. libtorch {Torch.Version}, {Torch.VectorLevel}. SASRec: {Width} numbers, two layers of two heads, dropout 0.5, {Batch} histories in a step, on Amazon Beauty (5-core; 22,363 users, the last two items of each kept apart).",
            Sections = [Section("Masks of dropout", Masks()), Section("Attention, forward and backward", Attention()), Section("A step by the length of its batch (BCE, one negative)", Steps()),
                Section("An epoch beside PyTorch", Epochs())],
        };
    }

    static Section Section(string title, Table table) => new(title) { Tables = [table] };

    static Table Masks()
    {
        var (like, masks) = (Tensor.Zeros([640_000]), new MaskSource(1));
        var before = Milliseconds(50, () => like.EmptyLike().BernoulliInPlace(0.5).MultiplyInPlace(2));
        return new Table(["640,000 values", new("ms", ValueFormat.Number)], [["bernoulli_ of libtorch, scaled", before], ["MaskSource", Milliseconds(50, () => masks.Draw(like, 0.5))]]);
    }

    static Table Attention()
    {
        var rows = new List<IReadOnlyList<Cell>>();
        using var block = new MultiHeadAttention(new Init(1), Width, 2, 0.5);
        block.Train();
        foreach (var length in (int[])[4, 8, 16, 50])
        {
            var x = new Init(2).Normal([Batch, length, Width], 1).RequireGradient();
            var padding = Tensor.Range(0, length).Lt(length / 2.0).Expand(Batch, length);
            rows.Add([length, Milliseconds(20, () => Pass(x, default)), Milliseconds(20, () => Pass(x, padding))]);
        }
        return new Table([new("length", ValueFormat.Count), new("without padding, ms", ValueFormat.Number), new("half padding, ms", ValueFormat.Number)], rows);

        void Pass(Tensor x, Tensor padding) => Gradients.Backward(block.Forward(x, AttentionMask.Over(x, 2, true, padding)).Sum());
    }

    static Table Steps()
    {
        var data = BeautySequences.Read();
        using var bucketed = new SequenceSteps(BeautySequences.Model(SequenceLoss.Bce), data, Padding.Bucketed);
        using var full = new SequenceSteps(BeautySequences.Model(SequenceLoss.Bce), data, Padding.Full);
        var padded = Milliseconds(5, () => full.Take(0));
        var rows = new List<IReadOnlyList<Cell>>();
        var byLength = Enumerable.Range(0, bucketed.Count).GroupBy(s => bucketed.ShapeOf(s).Length).OrderBy(g => g.Key).ToList();
        foreach (var group in byLength)
            if (group.Key is 2 or 4 or 8 or 16 || group == byLength[^1]) rows.Add([group.Key, group.Count(), Milliseconds(7, () => bucketed.Take(group.First()))]);
        rows.Add(["all padded to 50", full.Count, padded]);
        return new Table(["longest history", new("steps of an epoch", ValueFormat.Count), new("ms", ValueFormat.Number)], rows);
    }

    Table Epochs()
    {
        var data = BeautySequences.Read();
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (var loss in (SequenceLoss[])[SequenceLoss.Bce, SequenceLoss.Softmax])
        {
            var folder = Prepare(data, loss);
            var (ours, padded, bucketed) = (new double[rounds], new double[rounds], new double[rounds]);
            for (var r = 0; r < rounds; r++)
            {
                ours[r] = Ours(data, loss);
                padded[r] = Theirs(folder, "padded", 5);
                bucketed[r] = Theirs(folder, "bucketed", 20);
            }
            var name = loss is SequenceLoss.Softmax ? "softmax over the catalog" : "BCE, one negative";
            rows.Add([name, Median(ours), Median(padded), Median(bucketed), Ratio(padded, ours), Ratio(bucketed, ours)]);
        }
        Column[] columns = ["loss", Number("Attune, s"), Number("PyTorch padded to 50, s"), Number("PyTorch bucketed, s"), Number("ratio to padded"), Number("ratio to bucketed")];
        return new Table(columns, rows);

        static Column Number(string title) => new(title, ValueFormat.Number);
    }

    static double Ours(Dataset data, SequenceLoss loss)
    {
        using var steps = new SequenceSteps(BeautySequences.Model(loss), data, Padding.Bucketed);
        return steps.Epoch(20);
    }

    double Theirs(string folder, string padding, int steps) =>
        RivalRun.Child(python, [Path.Combine(AppContext.BaseDirectory, "Rivals", "torch_side.py"), "steps", folder, padding, Vocabulary.Canonical(steps)]).Seconds;

    string Prepare(Dataset data, SequenceLoss loss)
    {
        var (folder, trainer, weights) = (Path.Combine(work, $"modules-{loss}"), BeautySequences.Model(loss), new Weights());
        using var network = ((ISequenceTrainer)trainer).Network(new Init(1), data.Items.Count);
        network.Export(weights);
        SequenceFiles.Write(folder, trainer, Catalog.OfSequences(data), weights);
        return folder;
    }

    static double Milliseconds(int times, Action work)
    {
        var taken = new double[times];
        for (var r = -2; r < times; r++)
        {
            using var scope = new Scope();
            var clock = Stopwatch.StartNew();
            work();
            if (r >= 0) taken[r] = clock.Elapsed.TotalMilliseconds;
        }
        return Median(taken);
    }

    static double Ratio(double[] theirs, double[] ours) => Median([.. theirs.Select((t, r) => t / ours[r])]);

    static double Median(double[] values)
    {
        Array.Sort(values = [.. values]);
        return values[values.Length / 2];
    }
}
