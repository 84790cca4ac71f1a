using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>The models that the library has go on from a checkpoint too: their masks and negatives follow from the step.</summary>
public sealed class ModelResumeTests
{
    public static TheoryData<string> Models => ["sasrec", "sasrec loss=bce negatives=2", "sasrec loss=gbce negatives=4", "gru4rec", "bert4rec", "bert4rec beta2HalfLife=0.1", "sasrec optimizer=adafactor beta2HalfLife=0.1", "gru4rec optimizer=muon beta2HalfLife=500 schedule=cosine warmUp=0.2 accumulate=2", "gru4rec rounding=stochastic fuseUpdate=true", "hstu", "hstu normalised=true loss=sampled negatives=4", "hstu steps=11", "sasrec steps=9 schedule=cosine beta2HalfLife=0.3", "gru4rec steps=8"];

    [TorchTheory, MemberData(nameof(Models))]
    public void Interrupted_GoesOnBitByBit(string text)
    {
        Trainers.Register(typeof(Sasrec).Assembly);
        var words = text.Split(' ');
        var trainer = Options.With(Trainers.Create(words[0]), [.. words[1..].Append("epochs=3").Append("batchSize=8").Append("width=16").Append("maxLength=10").Select(w => new KeyValuePair<string, string>(w.Split('=')[0], w.Split('=')[1]))]);
        var data = TinyTrainer.Circles();
        using var folder = new TemporaryFolder();
        var context = new FitContext { Threads = 1, Setup = new TrainingSetup { Checkpoints = folder.Path, CheckpointEvery = TimeSpan.Zero } };
        Assert.Throws<TimeoutException>(() => trainer.Fit(data, context with { Progress = new Breaks(8) }));
        var other = Options.With(trainer, [new("seed", "43")]);
        Assert.Contains("is of other options: seed = 42 there, seed = 43 here.", Assert.Throws<DataException>(() => other.Fit(data, context)).Message, StringComparison.Ordinal);
        var resumed = trainer.Fit(data, context);
        Assert.Equal(TinyTrainer.NumbersOf(trainer.Fit(data, new FitContext { Threads = 1 })), TinyTrainer.NumbersOf(resumed));
    }

    sealed class Breaks(long at) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Done == at) throw new TimeoutException("interrupted");
        }
    }
}
