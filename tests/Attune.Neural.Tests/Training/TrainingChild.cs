using System.Diagnostics;
using System.Globalization;

namespace Attune.Neural.Tests;

/// <summary>
/// A training in a process of its own, which can be killed: this test program, started once more for one explicit test. The tiny model on circles, on one thread.
/// </summary>
public sealed class TrainingChild
{
    const string Prefix = "ATTUNE_CHILD_";

    /// <summary>What the child does; never part of a normal run.</summary>
    [Fact(Explicit = true)]
    public void Train()
    {
        string Of(string name, string otherwise) => Environment.GetEnvironmentVariable(Prefix + name) ?? otherwise;
        int Number(string name) => int.Parse(Of(name, "0"), CultureInfo.InvariantCulture);
        var peers = Number("WORLD") > 0 ? new TrainingPeers(Of("HOST", "127.0.0.1"), Number("PORT"), Number("RANK"), Number("WORLD")) { Address = Of("ADDRESS", "127.0.0.1"), Timeout = TimeSpan.FromSeconds(20) } : null;
        var setup = new TrainingSetup { Checkpoints = Of("CHECKPOINTS", "") is { Length: > 0 } folder ? folder : null, CheckpointEvery = TimeSpan.Zero, Peers = peers };
        var trainer = new TinyTrainer { LearningRate = Number("HALFLIFE") > 0 ? 0.01 : 0.5, Seed = int.Parse(Of("SEED", "7"), CultureInfo.InvariantCulture), Epochs = Number("EPOCHS"), Dropout = Number("DROPOUT") / 100.0, Sparse = Number("SPARSE") > 0, HalfLife = Number("HALFLIFE"), Before = (_, _) => Thread.Sleep(Number("SLOW")) };
        using var model = (TinyTrainer.Model)trainer.Fit(TinyTrainer.Circles(), new FitContext { Threads = 1, Setup = setup });
        if (Of("OUT", "") is { Length: > 0 } path) File.WriteAllText(path, string.Join('\n', TinyTrainer.NumbersOf(model).Select(f => f.ToString("R", CultureInfo.InvariantCulture))));
    }

    /// <summary>Starts a child with these settings, in a network namespace if one is named.</summary>
    internal static Process Start(Dictionary<string, object> settings, string? space = null)
    {
        string[] words = [Environment.ProcessPath!, "-explicit", "only", "-noLogo", "-noColor", "-method", $"{typeof(TrainingChild).FullName}.{nameof(Train)}"];
        if (space is not null) words = ["ip", "netns", "exec", space, .. words];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings) start.Environment[Prefix + name] = Convert.ToString(value, CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    /// <summary>Waits for a child to end well and gives what it said.</summary>
    internal static async Task<string> Finish(Process child)
    {
        var (said, complained) = (child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        await child.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        var text = await said + await complained;
        Assert.True(child.ExitCode == 0, text);
        return text;
    }

    internal static float[] Read(string path) => [.. File.ReadAllLines(path).Select(l => float.Parse(l, CultureInfo.InvariantCulture))];
}
