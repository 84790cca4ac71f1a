using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>The contract of a network that learns from who has what, skipped where libtorch is missing; and what all of them promise beyond it.</summary>
public abstract class CollaborativeContract : RecommenderContract, IClassFixture<CollectedModels>
{
    protected CollaborativeContract() => Assert.SkipWhen(Torch.Missing is not null, Torch.Missing ?? "");

    protected override (double Low, double High) Band => (1, 1);

    protected ITrainer With(params string[] settings) => Options.With(Trainer, settings.Select(s => KeyValuePair.Create(s.Split('=')[0], s.Split('=')[1])));

    static float[] NumbersOf(ITrainer trainer, FitContext? context = null) => TinyTrainer.NumbersOf(trainer.Fit(TinyTrainer.Circles(), context ?? new FitContext { Threads = 1 }));

    static float Difference(float[] a, float[] b) => a.Zip(b).Max(p => Math.Abs(p.First - p.Second));

    [Fact]
    public void Fit_Interrupted_GoesOnBitByBit()
    {
        var trainer = With("epochs=3", "batchSize=8");
        using var folder = new TemporaryFolder();
        var context = new FitContext { Threads = 1, Setup = new TrainingSetup { Checkpoints = folder.Path, CheckpointEvery = TimeSpan.Zero } };
        Assert.Throws<TimeoutException>(() => trainer.Fit(TinyTrainer.Circles(), context with { Progress = new Breaks(8) }));
        Assert.Contains("is of other data", Assert.Throws<DataException>(() => trainer.Fit(TinyTrainer.Circles(users: 39), context)).Message, StringComparison.Ordinal);
        Assert.Equal(NumbersOf(trainer), NumbersOf(trainer, context));
    }

    [Fact]
    public virtual void Fit_InParts_LearnsAsFromTheWholeBatch()
    {
        var trainer = With("epochs=2", "batchSize=12", "optimizer=sgd", "learningRate=0.1");
        var whole = NumbersOf(trainer);
        Assert.InRange(Difference(whole, NumbersOf(Options.With(trainer, [new("accumulate", "3")]))), 0, 1e-5f);
        Assert.InRange(Difference(whole, NumbersOf(Options.With(trainer, [new("batchSize", "4")]))), 1e-4f, 100);
    }

    [Fact]
    public void Fit_FusedUpdate_MovesAsAStepAfterwards() => Assert.Equal(NumbersOf(With("epochs=2", "batchSize=12")), NumbersOf(With("epochs=2", "batchSize=12", "fuseUpdate=true")));

    [Fact]
    public void Fit_FromAModelOfAnotherShapeOrKind_SaysWhatDiffers()
    {
        var earlier = With("epochs=1").Fit(TinyTrainer.Circles());
        Assert.Contains("the tensor '", Assert.Throws<ArgumentException>(() => With(Wider).Fit(TinyTrainer.Circles(), new FitContext { StartFrom = earlier })).Message, StringComparison.Ordinal);
        Assert.Contains("cannot start from", Assert.Throws<ArgumentException>(() => Trainer.Fit(TinyTrainer.Circles(), new FitContext { StartFrom = new Popularity().Fit(TinyTrainer.Circles()) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FitAndScore_Over_LeaveNoTensorBehind()
    {
        CollectedModels.Collect();
        var before = Scope.LiveTensors;
        Assert.NotEmpty(TopN.ForAll(With("epochs=2").Fit(TinyTrainer.Circles()), n: 3).ToList());
        CollectedModels.Collect();
        Assert.Equal(before, Scope.LiveTensors);
    }

    /// <summary>A setting that changes the shape of what is learned: "width=24".</summary>
    protected abstract string Wider { get; }

    sealed class Breaks(long at) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Done == at) throw new TimeoutException("interrupted");
        }
    }
}
