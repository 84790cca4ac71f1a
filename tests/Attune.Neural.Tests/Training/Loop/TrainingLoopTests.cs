using System.Text.Json;
using Attune.Tests;

namespace Attune.Neural.Tests;

public sealed class TrainingLoopTests
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
