using System.Text.Json;
using Attune.Tests;

namespace Attune.Neural.Tests;

public sealed class TrainingLoopTests : IClassFixture<CollectedModels>
{
    static readonly Dataset s_data = TinyTrainer.Circles();

    static TinyTrainer Trainer { get; } = new();

    [TorchFact]
    public void Run_LearnsTheCircle_AndReportsEveryStep()
    {
        var reports = new List<FitProgress>();
        using var model = Fit(Trainer with { Epochs = 30, Dropout = 0 }, new FitContext { Progress = new Reports(reports) });
        var right = Enumerable.Range(0, 12).Count(i =>
        {
            var scores = new float[12];
            model.Score(Query.From(Index(i)), model.Catalog.AllItems, scores);
            return Array.IndexOf(scores, scores.Max()) == Index((i + 1) % 12);
        });
        int Index(int i) => model.Catalog.Items.IndexOf($"i{i}");
        Assert.Equal(12, right);
        Assert.Equal(reports[^1].Total, reports[^1].Done);
        Assert.Equal(Enumerable.Range(0, reports.Count).Select(i => (long)i), reports.Select(r => r.Done));
        Assert.True(reports[^1].Loss < reports[1].Loss / 2, $"{reports[1].Loss} → {reports[^1].Loss}");
    }

    [TorchFact]
    public void Run_LeavesNoTensorBehind()
    {
        var before = Scope.LiveTensors;
        using (Fit(Trainer with { ClipNorm = 0.1, MicroBatches = 2 })) Assert.Equal(before + 3, Scope.LiveTensors);
        Assert.Equal(before, Scope.LiveTensors);
    }

    [TorchTheory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void MicroBatches_GiveWhatWholeBatchesGive(int count, bool clipped)
    {
        var trainer = Trainer with { Dropout = 0, ClipNorm = clipped ? 0.05 : 0 };
        using var whole = Fit(trainer);
        using var parts = Fit(trainer with { MicroBatches = count });
        var (a, b) = (TinyTrainer.NumbersOf(whole), TinyTrainer.NumbersOf(parts));
        Assert.InRange(a.Zip(b).Max(p => Math.Abs(p.First - p.Second)), 0, 1e-5);
        using var free = Fit(trainer with { ClipNorm = 0 });
        Assert.Equal(clipped, !a.SequenceEqual(TinyTrainer.NumbersOf(free)));
    }

    [TorchFact]
    public void Run_SameSeed_GivesTheSameBits()
    {
        using var a = Fit(Trainer);
        using var b = Fit(Trainer);
        using var c = Fit(Trainer with { Seed = 8 });
        Assert.Equal(TinyTrainer.NumbersOf(a), TinyTrainer.NumbersOf(b));
        Assert.NotEqual(TinyTrainer.NumbersOf(a), TinyTrainer.NumbersOf(c));
    }

    [TorchFact]
    public void EarlyStopping_KeepsTheBestWeights()
    {
        var seen = new List<float[]>();
        double[] values = [0.1, 0.5, 0.4, 0.3, 0.9];
        var stopping = new EarlyStopping(m =>
        {
            Assert.False(((TinyTrainer.Model)m).Network.IsTraining);
            seen.Add(TinyTrainer.NumbersOf(m));
            return values[seen.Count - 1];
        }) { Patience = 2 };
        using var model = Fit(Trainer with { Epochs = 10 }, new FitContext { EarlyStopping = stopping });
        Assert.Equal(4, seen.Count);
        Assert.Equal((2, 0.5), (stopping.BestEpoch, stopping.BestValue));
        Assert.Equal(seen[1], TinyTrainer.NumbersOf(model));
    }

    [TorchFact]
    public void NaN_InAGradient_NamesStepAndParameter_AndChangesNothing()
    {
        // A gradient that is there before the first part is added to.
        var trainer = Trainer with { Before = (part, network) => Spoil(network.Table, part is { Epoch: 1, Step: 2 }) };
        var before = Scope.LiveTensors;
        var message = Assert.Throws<OptionsException>(() => trainer.Fit(s_data)).Message;
        Assert.Contains("Training diverged at step 3 of epoch 2: the gradient of 'table' has 104 of 104 numbers that are not finite.", message, StringComparison.Ordinal);
        Assert.Contains("Lower the learning rate (now 0.29", message, StringComparison.Ordinal);
        Assert.Equal(before, Scope.LiveTensors);
    }

    [TorchFact]
    public void NaN_InAParameter_NamesIt()
    {
        var trainer = Trainer with
        {
            Before = (part, network) =>
            {
                using var off = Gradients.NotRecorded();
                if (part.Step == 1) network.Parameters.Last().Value.Select(0, 3).FillInPlace(double.PositiveInfinity);
            },
        };
        Assert.Contains("at step 2 of epoch 1: the parameter 'map.bias' has 1 of 8 numbers that are not finite.", Assert.Throws<OptionsException>(() => trainer.Fit(s_data)).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void HugeLearningRate_SaysThatTrainingDiverged() =>
        Assert.Contains("Lower the learning rate", Assert.Throws<OptionsException>(() => (Trainer with { LearningRate = 1e25 }).Fit(s_data)).Message, StringComparison.Ordinal);

    [TorchFact]
    public void Cancellation_EndsTraining_AndFreesWhatItHeld()
    {
        // Models of other tests that nobody holds would be freed meanwhile.
        CollectedModels.Collect();
        using var stop = new CancellationTokenSource();
        var before = Scope.LiveTensors;
        var trainer = Trainer with { Before = (part, _) => { if (part is { Epoch: 1, Step: 1 }) stop.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(s_data, new FitContext { Cancellation = stop.Token }));
        Assert.Equal(before, Scope.LiveTensors);
    }

    [TorchFact]
    public void Log_HasALineForStepsAndEpochs()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "deeper", "log.jsonl");
        using var model = Fit(Trainer with { Epochs = 2 }, new FitContext { Setup = new TrainingSetup { Log = path }, EarlyStopping = new EarlyStopping(_ => 0.25) });
        var lines = File.ReadAllLines(path).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(0, lines[0].GetProperty("begin").GetInt64());
        // 37 sequences of two items or more in batches of 8: five steps, of which every second and the last are told.
        Assert.Equal([2, 4, 5, 7, 9, 10], lines.Where(l => l.TryGetProperty("step", out _)).Select(l => l.GetProperty("step").GetInt32()));
        Assert.All(lines.Where(l => l.TryGetProperty("step", out _)), l =>
        {
            foreach (var name in new[] { "loss", "learningRate", "gradientNorm", "tokensPerSecond", "seconds" }) Assert.True(l.GetProperty(name).GetDouble() >= 0, name);
            Assert.Equal(0.5 / (1 + 0.1 * (l.GetProperty("step").GetInt32() - 1)), l.GetProperty("learningRate").GetDouble(), 12);
        });
        var epochs = lines.Where(l => l.TryGetProperty("best", out _)).ToList();
        Assert.Equal([1, 2], epochs.Select(l => l.GetProperty("epoch").GetInt32()));
        Assert.Equal(0.25, epochs[1].GetProperty("best").GetDouble());
    }

    [TorchFact]
    public void Log_OfAHalfLife_SaysWhatStaysInEachStep()
    {
        using var folder = new TemporaryFolder();
        var targets = new List<long>();
        var trainer = Trainer with { Epochs = 1, BatchSize = 20, HalfLife = 50, LearningRate = 0.01, After = o => targets.Add(o.Targets) };
        using var model = Fit(trainer, new FitContext { Setup = new TrainingSetup { Log = folder.At("log") } });
        // The one line is that of the last step, with the last 17 of 37 sequences.
        var last = File.ReadAllLines(folder.At("log")).Select(l => JsonDocument.Parse(l).RootElement).Single(l => l.TryGetProperty("step", out _));
        var beta2 = last.GetProperty("beta2").GetDouble();
        var ofLast = Math.Round(-50 * Math.Log2(beta2), 6);
        Assert.Equal(Math.Round(ofLast), ofLast);
        Assert.InRange(ofLast, 17, 10 * 17);
        Assert.InRange(targets[0] - ofLast, 20, 10 * 20);
        // Without one nothing is said of it.
        using var plain = Fit(Trainer with { Epochs = 1 }, new FitContext { Setup = new TrainingSetup { Log = folder.At("plain") } });
        Assert.DoesNotContain("beta2", File.ReadAllText(folder.At("plain")), StringComparison.Ordinal);
    }

    [TorchTheory]
    [InlineData(1)]
    [InlineData(3)]
    public void Targets_OfAllParts_AreCountedOnce(int parts)
    {
        var seen = 0L;
        using var model = Fit(Trainer with { MicroBatches = parts, After = o => seen = o.Targets });
        Assert.Equal(3 * Enumerable.Range(0, 40).Sum(u => Math.Min(10, u % 15)), seen);
    }

    [TorchFact]
    public void HalfLife_InParts_IsThatOfWholeBatches()
    {
        var trainer = Trainer with { Dropout = 0, HalfLife = 100, LearningRate = 0.01 };
        using var whole = Fit(trainer);
        using var parts = Fit(trainer with { MicroBatches = 3 });
        using var shorter = Fit(trainer with { HalfLife = 50 });
        Assert.InRange(TinyTrainer.NumbersOf(whole).Zip(TinyTrainer.NumbersOf(parts)).Max(p => Math.Abs(p.First - p.Second)), 0, 1e-5);
        Assert.InRange(TinyTrainer.NumbersOf(whole).Zip(TinyTrainer.NumbersOf(shorter)).Max(p => Math.Abs(p.First - p.Second)), 1e-4, 1);
    }

    [TorchFact]
    public void Fused_MovesAsAStepAfterwards_AndLogsNoLength()
    {
        using var folder = new TemporaryFolder();
        using var after = Fit(Trainer);
        using var within = Fit(Trainer with { Fused = true }, new FitContext { Setup = new TrainingSetup { Log = folder.At("log") } });
        Assert.Equal(TinyTrainer.NumbersOf(after), TinyTrainer.NumbersOf(within));
        Assert.DoesNotContain("gradientNorm", File.ReadAllText(folder.At("log")), StringComparison.Ordinal);
    }

    [TorchFact]
    public void Fused_BesideWhatNeedsAllGradients_NamesBoth()
    {
        Refused(Trainer with { MicroBatches = 2 }, null, "accumulate (2)");
        Refused(Trainer with { ClipNorm = 0.5 }, null, "clipNorm (0.5)");
        Refused(Trainer, new FitContext { Setup = new TrainingSetup { Peers = new TrainingPeers("127.0.0.1", 1, 0, 2) } }, "the processes of --local-replicas or --nodes (2)");

        static void Refused(TinyTrainer trainer, FitContext? context, string other)
        {
            var error = Assert.Single(Assert.Throws<OptionsException>(() => (trainer with { Fused = true }).Fit(s_data, context)).Errors);
            Assert.StartsWith("fuseUpdate ", error, StringComparison.Ordinal);
            Assert.Contains(other, error, StringComparison.Ordinal);
        }
    }

    // Two parts need what one needs, and the sum of gradients that waits while the second is learned.
    [TorchFact]
    public void MicroBatches_NeedOneSumOfGradientsMore_AtMost()
    {
        var trainer = Trainer with { Width = 600, Epochs = 1, Dropout = 0, LearningRate = 0.01 };
        var gradients = 4L * (13 * 600 + 600 * 600 + 600);
        var one = PeakOf(trainer with { BatchSize = 4 });
        var two = PeakOf(trainer with { BatchSize = 8, MicroBatches = 2 });
        var three = PeakOf(trainer with { BatchSize = 12, MicroBatches = 3 });
        Assert.InRange(two - one, gradients / 4, gradients + gradients / 4);
        Assert.InRange(three - two, -gradients / 4, gradients / 4);
    }

    static long PeakOf(TinyTrainer trainer)
    {
        var peak = 0L;
        Torch.Memory(resetPeak: true);
        using var model = Fit(trainer with { Before = (_, _) => peak = Torch.Memory().Peak });
        return peak;
    }

    [TorchTheory]
    [InlineData("tpu", "'tpu' is not a device; give cpu, cuda or cuda:N with N from 0.")]
    [InlineData("cuda:99", "The device cuda:99 was asked for, but libtorch")]
    public void Device_ThatIsNotThere_SaysWhatThereIs(string device, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => Trainer.Fit(s_data, new FitContext { Setup = new TrainingSetup { Device = device } })).Message, StringComparison.Ordinal);

    static void Spoil(Tensor parameter, bool now)
    {
        if (now) parameter.Gradient = Tensor.Full(parameter.Shape, double.NaN);
    }

    static TinyTrainer.Model Fit(TinyTrainer trainer, FitContext? context = null) => (TinyTrainer.Model)trainer.Fit(s_data, context);

    sealed class Reports(List<FitProgress> list) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => list.Add(value);
    }
}
