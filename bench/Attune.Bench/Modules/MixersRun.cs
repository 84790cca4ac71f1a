using System.Diagnostics;
using Attune.Neural;

namespace Attune.Bench;

/// <summary>
/// How fast the mixers read: forward and backward over whole sequences by their length, and the next item from a state beside reading the history again. Every length has as many places in
/// all, so that what differs is how the cost of a place grows. Mixers take turns; what counts is the median.
/// </summary>
sealed class MixersRun(int rounds)
{
    const int Width = 64, Heads = 2, Places = 8192, Layers = 4;

    static readonly int[] Lengths = [50, 100, 200, 500, 1000, 2000];

    internal Report Run()
    {
        Torch.Threads = 1;
        using var scope = new Scope();
        return new Report("Mixers by the length of the history")
        {
            Lead = $"One thread, width {Width}, {Heads} heads; a layer's mixer alone. Medians of {rounds} rounds. libtorch {Torch.Version}, {Torch.VectorLevel}.",
            Sections = [Training(), Serving()],
        };
    }

    Section Training()
    {
        var speeds = Enum.GetValues<MixerKind>().ToDictionary(k => k, _ => Lengths.ToDictionary(l => l, _ => new List<double>()));
        for (var round = 0; round < rounds; round++)
            foreach (var length in Lengths)
                foreach (var (kind, byLength) in speeds)
                {
                    Console.Error.WriteLine($"{LayerPattern.NameOf(kind)}, {length} places, round {round + 1} of {rounds}");
                    byLength[length].Add(PlacesPerSecond(kind, length));
                }
        return new Section("Training: places in a second, forward and backward")
        {
            Text = [$"Batches of {Places} places in all. A recurrence's cost of a place stays much the same at any length, that of softmax attention grows with it."],
            Charts = [new Chart.Lines("Places in a second by the length of the history", [.. speeds.Select(s => new Chart.Line(LayerPattern.NameOf(s.Key), [.. Lengths.Select(l => ((double)l, Median(s.Value[l])))]))]) { XFormat = ValueFormat.Count, Format = ValueFormat.Count }],
            Tables = [new Table(["mixer", .. Lengths.Select(l => new Column($"{l} places", ValueFormat.Count)), new("2000 beside 50", ValueFormat.Number)],
                [.. speeds.Select(s => (IReadOnlyList<Cell>)[LayerPattern.NameOf(s.Key), .. Lengths.Select(l => (Cell)Median(s.Value[l])), Median(s.Value[2000]) / Median(s.Value[50])])])],
        };
    }

    static double PlacesPerSecond(MixerKind kind, int length)
    {
        using var scope = new Scope();
        var init = new Init(1);
        using var bounds = new LowerBounds(init, Layers, Width);
        using var mixer = TokenMixers.Create(kind, init, new MixerShape { Width = Width, Heads = Heads, MaxLength = length }, bounds, 1);
        var x = init.Normal([Places / length, length, Width], 1).RequireGradient();
        Pass();
        var (start, passes) = (Stopwatch.GetTimestamp(), 0);
        while (passes < 2 || Stopwatch.GetElapsedTime(start).TotalSeconds < 0.3)
        {
            Pass();
            passes++;
        }
        return passes * (long)(Places / length) * length / Stopwatch.GetElapsedTime(start).TotalSeconds;

        void Pass()
        {
            using var inner = new Scope();
            Gradients.Backward(mixer.Forward(x).Sum());
        }
    }

    // The whole network, four layers: what a request waits for.
    Section Serving()
    {
        int[] lengths = [50, 500, 2000];
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (var pattern in new[] { "pure", "every:4", "full" })
        {
            using var network = new HybridNetwork(new Init(1), 1000, new HybridShape(LayerPattern.Parse(pattern, MixerKind.GatedDeltaNet, Layers), Width, Heads, 2000));
            foreach (var length in lengths)
            {
                var (step, whole) = (new List<double>(), new List<double>());
                for (var round = 0; round < rounds; round++)
                {
                    step.Add(StepMicroseconds(network, length));
                    whole.Add(WholeMicroseconds(network, length));
                }
                var cost = PatternCost.Of(network.Shape.Pattern, network.Mixers, length);
                rows.Add([pattern, length, Median(step), Median(whole), cost.Flops, cost.StateBytes, cost.KeyValueBytes]);
            }
        }
        return new Section("Serving: the next item of a user, gated DeltaNet in four layers")
        {
            Tables = [new Table(["pattern", new("items read", ValueFormat.Count), new("a step from the state, µs", ValueFormat.Count), new("reading all again, µs", ValueFormat.Count), new("mixing of a place, operations", ValueFormat.Count), new("state, bytes", ValueFormat.Count), new("keys and values, bytes", ValueFormat.Count)], rows)],
        };
    }

    static double StepMicroseconds(HybridNetwork network, int length)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var (item, state) = (Tensor.Full([1], 7, DType.Int64), network.Start(1));
        for (var t = 0; t < length; t++)
        {
            var before = state;
            state = Next(network, item, state);
            foreach (var gone in before.Except(state)) scope.Keep(gone).Free();
        }
        var start = Stopwatch.GetTimestamp();
        const int Steps = 50;
        for (var s = 0; s < Steps; s++)
        {
            using var inner = new Scope();
            network.Step(item, state);
        }
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Steps;
    }

    static Tensor[] Next(HybridNetwork network, Tensor item, Tensor[] state)
    {
        using var scope = new Scope();
        return scope.Return(network.Step(item, state).State);
    }

    static double WholeMicroseconds(HybridNetwork network, int length)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var items = Tensor.Full([1, length], 7, DType.Int64);
        const int Passes = 10;
        network.Forward(items);
        var start = Stopwatch.GetTimestamp();
        for (var p = 0; p < Passes; p++)
        {
            using var inner = new Scope();
            network.Forward(items);
        }
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Passes;
    }

    static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : double.NaN;
}
