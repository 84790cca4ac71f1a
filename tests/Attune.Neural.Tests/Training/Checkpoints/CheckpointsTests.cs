using System.Text.Json;
using System.Text.RegularExpressions;
using Attune.Numerics;
using Attune.Tests;

namespace Attune.Neural.Tests;

public sealed class CheckpointsTests
{
    static readonly Dataset s_data = TinyTrainer.Circles();

    static TinyTrainer Trainer { get; } = new();

    static FitContext Context(string folder, bool everyStep = true, EarlyStopping? stopping = null) => new()
    {
        Threads = 1,
        EarlyStopping = stopping,
        Setup = new TrainingSetup { Checkpoints = folder, CheckpointEvery = everyStep ? TimeSpan.Zero : TimeSpan.FromDays(1) },
    };

    static float[] Numbers(TinyTrainer trainer, FitContext context)
    {
        using var model = (TinyTrainer.Model)trainer.Fit(s_data, context);
        return TinyTrainer.NumbersOf(model);
    }

    static void Interrupt(FitContext context, int epoch, int step, TinyTrainer? trainer = null)
    {
        trainer ??= Trainer;
        var broken = trainer with { Before = (part, _) => { if (part.Epoch == epoch && part.Step == step) throw new TimeoutException("interrupted"); } };
        Assert.Throws<TimeoutException>(() => broken.Fit(s_data, context));
    }

    [TorchTheory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, true)]
    [InlineData(1, 3, true)]
    [InlineData(1, 3, false)]
    [InlineData(2, 0, false)]
    [InlineData(2, 4, true)]
    public void Resumed_EqualsUninterrupted_BitByBit(int epoch, int step, bool everyStep)
    {
        using var folder = new TemporaryFolder();
        Interrupt(Context(folder.Path, everyStep), epoch, step);
        var begun = new List<(int, int)>();
        var resumed = Numbers(Trainer with { Before = (part, _) => begun.Add((part.Epoch, part.Step)) }, Context(folder.Path));
        Assert.Equal(everyStep ? (epoch, step) : (epoch, 0), begun[0]);
        Assert.Equal(Numbers(Trainer, new FitContext { Threads = 1 }), resumed);
        // What has ended is not trained again.
        Assert.Equal(resumed, Numbers(Trainer with { Before = (_, _) => throw new InvalidOperationException() }, Context(folder.Path)));
    }

    // Sequences are from 1 to 15 items long: with a half-life, what is remembered of the gradients decays by the targets of each step.
    [TorchTheory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Killed_GoesOnBitByBit(int halfLife)
    {
        using var folder = new TemporaryFolder();
        var trainer = Trainer with { Epochs = 8, HalfLife = halfLife, LearningRate = halfLife > 0 ? 0.01 : 0.5 };
        for (var kill = 1; kill <= 2; kill++)
        {
            using var child = TrainingChild.Start(new() { ["CHECKPOINTS"] = folder.Path, ["EPOCHS"] = 8, ["DROPOUT"] = 20, ["SLOW"] = 15, ["HALFLIFE"] = halfLife });
            while (!child.HasExited && Place(folder) < kill * 12) await Task.Delay(5);
            Assert.False(child.HasExited);
            child.Kill();
            await child.WaitForExitAsync();
        }
        Assert.InRange(Place(folder), 24, 39);
        // What a kill in the middle of writing can leave.
        foreach (var left in (string[])["state-1-1.safetensors", "state-9-9.safetensors.tmp-1-1", "best-1.safetensors", "checkpoint.json.tmp-1-2"]) File.WriteAllText(Path.Combine(folder.Path, left), "");
        Assert.Equal(Numbers(trainer, new FitContext { Threads = 1 }), Numbers(trainer, Context(folder.Path)));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [TorchFact]
    public void Resumed_WithRunningMeans_EqualsUninterrupted()
    {
        var trainer = Trainer with { Norm = true };
        using var folder = new TemporaryFolder();
        Interrupt(Context(folder.Path), 1, 2, trainer);
        using (var file = Safetensors.Open(Assert.Single(Directory.GetFiles(folder.Path, "state-*")))) Assert.Contains("buffer.norm.running_mean", file.Tensors.Keys);
        Assert.Equal(Numbers(trainer, new FitContext { Threads = 1 }), Numbers(trainer, Context(folder.Path)));
    }

    [TorchFact]
    public void Resumed_KnowsItsTargets_WithoutWhichAHalfLifeWouldGoWrong()
    {
        var trainer = Trainer with { HalfLife = 100, LearningRate = 0.01 };
        using var folder = new TemporaryFolder();
        Interrupt(Context(folder.Path), 1, 2, trainer);
        var header = File.ReadAllText(folder.At("checkpoint.json"));
        var state = Assert.Single(Directory.GetFiles(folder.Path, "state-*"));
        var tensors = File.ReadAllBytes(state);
        var seen = 0L;
        var resumed = Numbers(trainer with { After = o => seen = o.Targets }, Context(folder.Path));
        Assert.Equal(Numbers(trainer, new FitContext { Threads = 1 }), resumed);
        // All sequences but their first item, three times.
        Assert.Equal(3 * Enumerable.Range(0, 40).Sum(u => Math.Min(10, u % 15)), seen);

        // A file from before there were targets is read as one that has seen none.
        foreach (var file in Directory.GetFiles(folder.Path)) File.Delete(file);
        File.WriteAllBytes(state, tensors);
        File.WriteAllText(folder.At("checkpoint.json"), Regex.Replace(header, @",\s*""optimizerTargets"": \d+", ""));
        Assert.NotEqual(header, File.ReadAllText(folder.At("checkpoint.json")));
        Assert.NotEqual(resumed, Numbers(trainer with { After = o => seen = o.Targets }, Context(folder.Path)));
        Assert.InRange(seen, 1, 3 * Enumerable.Range(0, 40).Sum(u => Math.Min(10, u % 15)) - 1);
    }

    [TorchFact]
    public void EarlyStopping_AcrossAnInterruption_KeepsTheBest()
    {
        double[] values = [0.1, 0.5, 0.4, 0.45, 0.3];
        var trainer = Trainer with { Epochs = 10 };
        using var folder = new TemporaryFolder();
        var whole = Stopping(0);
        var expected = Numbers(trainer, new FitContext { Threads = 1, EarlyStopping = whole });
        Interrupt(Context(folder.Path, true, Stopping(0)), 3, 2, trainer);
        var resumed = Stopping(3);
        Assert.Equal(expected, Numbers(trainer, Context(folder.Path, true, resumed)));
        Assert.Equal((2, 0.5), (resumed.BestEpoch, resumed.BestValue));

        EarlyStopping Stopping(int seen) => new(_ => values[seen++]) { Patience = 3 };
    }

    [TorchFact]
    public void OtherOptionsDataOrArchitecture_NameBothSides()
    {
        using var folder = new TemporaryFolder();
        Interrupt(Context(folder.Path), 1, 1);
        Assert.Contains("is of other options: width 8, seed 7 there, width 8, seed 9 here.", Refusal(Trainer with { Seed = 9 }), StringComparison.Ordinal);
        Assert.Matches(@"is of other data: 40 sequences of \d+ items .* there, 41 sequences of \d+ items .* here\.", Assert.Throws<DataException>(() => Trainer.Fit(TinyTrainer.Circles(41), Context(folder.Path))).Message);
        // Options that the model does not tell: the tensors still do.
        var header = File.ReadAllText(folder.At("checkpoint.json"));
        File.WriteAllText(folder.At("checkpoint.json"), header.Replace("width 8", "width 4", StringComparison.Ordinal));
        Assert.Contains("is of another architecture: 'parameter.table' is [13, 8] there, [13, 4] here.", Refusal(Trainer with { Width = 4 }), StringComparison.Ordinal);
        File.WriteAllText(folder.At("checkpoint.json"), header);
        Assert.Contains("at step 1 after 1 epochs, but this training has 0 epochs of 5 steps", Refusal(Trainer with { Epochs = 0 }), StringComparison.Ordinal);

        string Refusal(TinyTrainer trainer) => Assert.Throws<DataException>(() => trainer.Fit(s_data, Context(folder.Path))).Message;
    }

    [TorchFact]
    public void Damaged_SaysWhichFileAndWhatToDo()
    {
        using var folder = new TemporaryFolder();
        Interrupt(Context(folder.Path), 1, 1);
        var tensors = folder.At("state-1-1.safetensors");
        var bytes = File.ReadAllBytes(tensors);
        File.WriteAllBytes(tensors, bytes[..^100]);
        Assert.Contains("state-1-1.safetensors is not a sound safetensors file", Refusal(), StringComparison.Ordinal);
        File.Delete(tensors);
        Assert.Contains("state-1-1.safetensors", Refusal(), StringComparison.Ordinal);
        File.WriteAllBytes(tensors, bytes);
        var header = File.ReadAllText(folder.At("checkpoint.json"));
        File.WriteAllText(folder.At("checkpoint.json"), header[..(header.Length / 2)]);
        Refusal();
        File.WriteAllText(folder.At("checkpoint.json"), "{}");
        Assert.Contains("it is not of the format attune-checkpoint, version 1", Refusal(), StringComparison.Ordinal);
        Assert.Contains("is a file; give a folder", Assert.Throws<IOException>(() => Trainer.Fit(s_data, Context(tensors))).Message, StringComparison.Ordinal);

        string Refusal()
        {
            var message = Assert.Throws<DataException>(() => Trainer.Fit(s_data, Context(folder.Path))).Message;
            Assert.EndsWith("Remove the folder to train from the beginning.", message, StringComparison.Ordinal);
            return message;
        }
    }

    // Steps that the checkpoint in a folder has; −1 where there is none yet.
    static int Place(TemporaryFolder folder)
    {
        if (!File.Exists(folder.At("checkpoint.json"))) return -1;
        using var header = JsonDocument.Parse(File.ReadAllBytes(folder.At("checkpoint.json")));
        return 5 * header.RootElement.GetProperty("epoch").GetInt32() + header.RootElement.GetProperty("step").GetInt32();
    }
}
