using System.Runtime.CompilerServices;
using Attune.Tests;

namespace Attune.Neural.Tests;

/// <summary>The contract of a model of clicks, skipped where libtorch is missing, and what all of them promise beyond it.</summary>
public abstract class ClickContract : RecommenderContract, IClassFixture<CollectedModels>
{
    protected ClickContract() => Assert.SkipWhen(Torch.Missing is not null, Torch.Missing ?? "");

    protected override (double Low, double High) Band => (1, 1);

    protected override string? AllocatesBecause => "candidates are encoded and pass a network of libtorch";

    protected override string? DependsOnThreadsBecause => "sums of matrix products are rounded in another order";

    ClickTrainer Given => (ClickTrainer)Trainer;

    [Fact]
    public void Fit_Interrupted_GoesOnBitByBit()
    {
        var trainer = Given with { Epochs = 2, BatchSize = 100, Dropout = 0.2 };
        using var folder = new TemporaryFolder();
        var context = new FitContext { Threads = 1, Setup = new TrainingSetup { Checkpoints = folder.Path, CheckpointEvery = TimeSpan.Zero } };
        Assert.Throws<TimeoutException>(() => trainer.Fit(ClickWorld.Table(600), context with { Progress = new Breaks(8) }));
        Assert.Contains("is of other data", Assert.Throws<DataException>(() => trainer.Fit(ClickWorld.Table(599), context)).Message, StringComparison.Ordinal);
        Assert.Equal(ClickWorld.NumbersOf(trainer.Fit(ClickWorld.Table(600), new FitContext { Threads = 1 })), ClickWorld.NumbersOf(trainer.Fit(ClickWorld.Table(600), context)));
    }

    [Fact]
    public void Fit_InParts_LearnsAsFromTheWholeBatch()
    {
        var trainer = Given with { Epochs = 1, BatchSize = 100, Optimizer = OptimizerKind.Sgd, LearningRate = 0.05, EmbeddingRegularization = 0, BatchNorm = false };
        var whole = ClickWorld.NumbersOf(trainer.Fit(ClickWorld.Table(300, weighted: true)));
        Assert.InRange(Difference(whole, ClickWorld.NumbersOf((trainer with { Accumulate = 3 }).Fit(ClickWorld.Table(300, weighted: true)))), 0, 2e-5f);
        Assert.InRange(Difference(whole, ClickWorld.NumbersOf((trainer with { BatchSize = 50 }).Fit(ClickWorld.Table(300, weighted: true)))), 1e-5f, 100);
    }

    [Fact]
    public void Fit_FusedUpdate_MovesAsAStepAfterwards()
    {
        var trainer = Given with { Epochs = 1, BatchSize = 100, EmbeddingRegularization = 0.01 };
        Assert.Equal(ClickWorld.NumbersOf(trainer.Fit(ClickWorld.Table(300))), ClickWorld.NumbersOf((trainer with { FuseUpdate = true }).Fit(ClickWorld.Table(300))));
    }

    [Fact]
    public void DenseParameters_ByFormula_AreThoseOfTheNetwork()
    {
        foreach (var trainer in new[] { Given, Given with { BatchNorm = true }, Given with { EmbeddingSize = 7 } })
        {
            var fields = ClickWorld.Fields();
            using var network = trainer.Network(new Init(1), fields);
            Assert.Equal(network.Parameters.Where(p => !p.IsTable).Sum(p => p.Value.Count), trainer.DenseParameters(fields));
        }
    }

    [Fact]
    public void FitAndPredict_Over_LeaveNoTensorBehind()
    {
        CollectedModels.Collect();
        var before = Scope.LiveTensors;
        FitAndPredict(Given with { Epochs = 1 });
        CollectedModels.Collect();
        Assert.Equal(before, Scope.LiveTensors);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void FitAndPredict(ClickTrainer trainer) => Assert.All(ClickWorld.Predicted(trainer.Fit(ClickWorld.Table(300)), ClickWorld.Table(100)), p => Assert.InRange(p, 0, 1));

    static float Difference(float[] a, float[] b) => a.Zip(b).Max(p => Math.Abs(p.First - p.Second));

    sealed class Breaks(long at) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Done == at) throw new TimeoutException("interrupted");
        }
    }
}
