using System.Diagnostics;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>
/// LightGCN's spreading over the graph, there and back, and an epoch of Mult-VAE, beside the same in PyTorch as it is usually written, turn by turn on the same libtorch and the same invented data.
/// </summary>
sealed class CollaborativeRun(string python, string work, int rounds)
{
    const int Width = 64, Layers = 3;

    // As large as MovieLens 1M, as Yelp, and few users of a large catalog.
    static readonly (string Name, int Users, int Items, long Events, bool Spreads, bool Learns)[] s_worlds =
    [
        ("6,000 users × 3,100 items, 460,000 events", 6_000, 3_100, 460_000, true, true),
        ("31,000 users × 38,000 items, 1.2 million events", 31_000, 38_000, 1_200_000, true, false),
        ("2,000 users × 20,000 items, 100,000 events", 2_000, 20_000, 100_000, false, true),
    ];

    internal Report Run()
    {
        Neural.Torch.Threads = Environment.ProcessorCount;
        var (spreads, epochs, version) = (new List<IReadOnlyList<Cell>>(), new List<IReadOnlyList<Cell>>(), "");
        foreach (var (name, users, items, events, spread, learn) in s_worlds)
        {
            var (preferences, folder) = (PowerLaw.Matrix(users, items, events), Path.Combine(work, $"collaborative-{users}"));
            RivalFiles.Write(preferences, folder);
            using var other = OtherSide.Python(python, Path.Combine("Collaborative", "collaborative_side.py"), folder, Vocabulary.Canonical(Environment.ProcessorCount));
            version = other.Version;
            Console.Error.WriteLine(name);
            if (spread) spreads.Add([name, .. Spreading(preferences, other)]);
            if (learn) epochs.Add([name, .. Epoch(preferences, other)]);
        }
        return new Report("Collaborative networks")
        {
            Lead = $"{version} beside Attune on libtorch {Neural.Torch.Version}, both on {Environment.ProcessorCount} threads, turn by turn over {rounds} rounds after one to warm up; a ratio is the median of the rounds' ratios (above 1: Attune is faster). Invented data.",
            Sections =
            [
                new Section($"Spreading over the graph, {Layers} layers of {Width} numbers, forward and backward") { Tables = [new Table(["data", Number("Attune, ms"), Number("PyTorch COO, ms"), Number("PyTorch CSR, ms"), Number("ratio to COO"), Number("ratio to CSR")], spreads)] },
                new Section("An epoch of Mult-VAE, 600 and 200 numbers, 256 users in a step, with Adam") { Tables = [new Table(["data", Number("Attune, s"), Number("PyTorch, s"), Number("ratio")], epochs)] },
            ],
        };
    }

    static Column Number(string title) => new(title, ValueFormat.Number);

    IEnumerable<Cell> Spreading(CsrMatrix preferences, OtherSide other)
    {
        var graph = new PreferenceGraph(preferences, preferences.Transpose());
        float[][] Tables() => [new float[graph.Users * Width], new float[graph.Items * Width]];
        var (start, there, back) = (Tables(), Tables(), Tables());
        var stream = ((Seed)1).Stream();
        foreach (var table in start)
            foreach (ref var v in table.AsSpan()) v = (float)stream.NextGaussian();
        var (ours, coo, csr) = (new double[rounds], new double[rounds], new double[rounds]);
        for (var r = -1; r < rounds; r++)
        {
            var mine = Seconds(() =>
            {
                graph.Spread(start[0], start[1], Layers, there[0], there[1], Environment.ProcessorCount);
                graph.Spread(there[0], there[1], Layers, back[0], back[1], Environment.ProcessorCount);
            });
            var (first, second) = (other.Seconds($"spread-coo {Width} {Layers}"), other.Seconds($"spread-csr {Width} {Layers}"));
            if (r >= 0) (ours[r], coo[r], csr[r]) = (mine, first, second);
        }
        return [1000 * Median(ours), 1000 * Median(coo), 1000 * Median(csr), Ratio(coo, ours), Ratio(csr, ours)];
    }

    IEnumerable<Cell> Epoch(CsrMatrix preferences, OtherSide other)
    {
        var options = new MultVae();
        var init = new Init(options.Seed);
        using var network = new AutoencoderNetwork(init, preferences.Columns, options);
        var learner = new AutoencoderLearner(options, network, preferences, init);
        using var optimizer = new Adam([.. network.Parameters], options.LearningRate);
        var (ours, theirs) = (new double[rounds], new double[rounds]);
        for (var r = -1; r < rounds; r++)
        {
            var epoch = r + 1;
            var (mine, their) = (Seconds(() => Learn(learner, optimizer, epoch)), other.Seconds($"vae {options.Hidden} {options.Latent} {options.BatchSize}"));
            if (r >= 0) (ours[r], theirs[r]) = (mine, their);
        }
        return [Median(ours), Median(theirs), Ratio(theirs, ours)];
    }

    static void Learn(AutoencoderLearner learner, Adam optimizer, int epoch)
    {
        for (var s = 0; s < learner.Steps; s++)
        {
            using var scope = new Scope();
            optimizer.Clear();
            learner.Learn(new Part(epoch, s)).Loss.Item();
            optimizer.Step();
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
