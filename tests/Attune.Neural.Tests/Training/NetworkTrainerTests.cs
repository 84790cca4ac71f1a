using System.Text.Json.Nodes;

namespace Attune.Neural.Tests;

/// <summary>The options that all neural models share.</summary>
public sealed class NetworkTrainerTests
{
    static readonly string[] s_shared = ["optimizer", "beta1", "beta2", "beta2HalfLife", "decayPower", "clipNorm", "schedule", "warmUp", "accumulate", "tables", "rounding", "fuseUpdate", "steps"];

    static ITrainer With(ITrainer trainer, params string[] settings) => Options.With(trainer, settings.Select(s => KeyValuePair.Create(s.Split('=')[0], s.Split('=')[1])));

    // As they were before the shared options came: results of studies are found again by these bytes.
    public static TheoryData<string, string> Defaults => new()
    {
        { "sasrec", """{"width":64,"layers":2,"heads":2,"inner":0,"activation":"gelu","norm":"before","dropout":0.5,"maxLength":50,"loss":"softmax","negatives":1,"calibration":0.75,"learningRate":0.001,"weightDecay":0,"batchSize":128,"epochs":40,"deviation":0.02,"seed":42}""" },
        { "bert4rec", """{"width":64,"layers":2,"heads":2,"inner":256,"activation":"gelu","norm":"after","dropout":0.2,"maxLength":50,"hidden":0.2,"newestHidden":0.5,"loss":"softmax","negatives":1,"calibration":0.75,"learningRate":0.001,"weightDecay":0,"batchSize":128,"epochs":100,"deviation":0.02,"seed":42}""" },
        { "gru4rec", """{"width":64,"states":128,"layers":1,"dropout":0.3,"maxLength":50,"loss":"softmax","negatives":1,"calibration":0.75,"learningRate":0.001,"weightDecay":0,"batchSize":128,"epochs":40,"deviation":0.05,"seed":42}""" },
        { "hstu", """{"width":64,"layers":2,"heads":1,"attentionDim":0,"linearDim":0,"timeBuckets":64,"dropout":0.2,"maxLength":50,"normalised":false,"temperature":0.05,"loss":"softmax","negatives":128,"calibration":0.75,"learningRate":0.001,"weightDecay":0,"batchSize":128,"epochs":40,"deviation":0.02,"seed":42}""" },
        { "hybrid-sequence", """{"width":64,"layers":4,"heads":2,"mixer":"gated-delta-net","pattern":"every:4","convolution":true,"inner":0,"dropout":0.3,"maxLength":50,"loss":"softmax","negatives":1,"calibration":0.75,"learningRate":0.001,"weightDecay":0,"batchSize":128,"epochs":40,"deviation":0.02,"seed":42}""" },
    };

    static ITrainer Create(string name)
    {
        Trainers.Register(typeof(NetworkTrainer).Assembly);
        return Trainers.Create(name);
    }

    [Theory, MemberData(nameof(Defaults))]
    public void ToJson_DefaultTrainer_IsWhatItWas(string model, string json)
    {
        Assert.Equal(json, Options.ToJson(Create(model)));
        Assert.Equal(json, Options.ToJson(With(Create(model), "optimizer=adam", "beta1=null", "beta2HalfLife=0", "fuseUpdate=false")));
    }

    [Theory, MemberData(nameof(Defaults))]
    public void Options_OfAModel_EndWithTheSharedOnes(string model, string json)
    {
        var info = Trainers.Find(Options.NameOf(Create(model).GetType()));
        Assert.Equal([.. JsonNode.Parse(json)!.AsObject().Select(p => p.Key), .. s_shared], info.Options.Select(o => o.Name));
        Assert.All(info.Options, o => Assert.False(string.IsNullOrEmpty(o.Description), o.Name));
        Assert.Equal(["adam", "sgd", "momentum", "signum", "adafactor", "muon"], info.Options.Single(o => o.Name == "optimizer").Values!);
        Assert.DoesNotContain(info.Options.Where(o => s_shared.Contains(o.Name)), o => o.Search is not null);
    }

    [Theory]
    [InlineData("optimizer=muon", "\"optimizer\":\"muon\"")]
    [InlineData("beta1=0", "\"beta1\":0")]
    [InlineData("beta2=0.95", "\"beta2\":0.95")]
    [InlineData("beta2HalfLife=10000000", "\"beta2HalfLife\":10000000")]
    [InlineData("beta2-half-life=0.02", "\"beta2HalfLife\":0.02")]
    [InlineData("decayPower=0.8", "\"decayPower\":0.8")]
    [InlineData("clipNorm=0", "\"clipNorm\":0")]
    [InlineData("schedule=cosine", "\"schedule\":\"cosine\"")]
    [InlineData("warmUp=0.05", "\"warmUp\":0.05")]
    [InlineData("accumulate=4", "\"accumulate\":4")]
    [InlineData("tables=lazy-decay", "\"tables\":\"lazy-decay\"")]
    [InlineData("rounding=stochastic", "\"rounding\":\"stochastic\"")]
    [InlineData("fuseUpdate=true", "\"fuseUpdate\":true")]
    [InlineData("steps=7", "\"steps\":7")]
    public void With_ASharedOption_SetsItFromTextAndBack(string setting, string json)
    {
        var trainer = With(new Gru4rec(), setting);
        Assert.EndsWith($"\"seed\":42,{json}}}", Options.ToJson(trainer), StringComparison.Ordinal);
        Assert.Equal(trainer, Options.FromJson(typeof(Gru4rec), Options.ToJson(trainer)));
        Assert.NotEqual(new Gru4rec(), trainer);
    }

    [Theory]
    [InlineData("beta1=1", "beta1 is 1; allowed 0 to below 1, default none.")]
    [InlineData("warmUp=1.5", "warmUp is 1.5; allowed 0 to 1, default 0.")]
    [InlineData("accumulate=0", "accumulate is 0; allowed 1 to 65536, default none.")]
    [InlineData("beta2HalfLife=-1", "beta2HalfLife is -1; allowed 0 or more, default 0.")]
    [InlineData("optimizer=lion", "optimizer = 'lion' is not one of adam, sgd, momentum, signum, adafactor, muon.")]
    public void With_OutOfRange_SaysWhatIsAllowed(string setting, string complaint) =>
        Assert.Equal([complaint], Assert.Throws<OptionsException>(() => With(new Sasrec(), setting)).Errors);

    [Fact]
    public void Fit_TwoWordsOnTheSquaredGradient_NamesBoth() =>
        Assert.Contains("beta2 and beta2HalfLife both say", Assert.Throws<OptionsException>(() => new Sasrec { Beta2 = 0.9, Beta2HalfLife = 0.1 }.Fit(TinyTrainer.Circles())).Message, StringComparison.Ordinal);

    [Fact]
    public void Fit_DecayPowerOfAnotherOptimizer_SaysWhoseItIs() =>
        Assert.Contains("decayPower is adafactor's, and the optimizer is adam", Assert.Throws<OptionsException>(() => new Sasrec { DecayPower = 0.8 }.Fit(TinyTrainer.Circles())).Message, StringComparison.Ordinal);

    [Fact]
    public void NotesOn_AccumulationInOneProcess_SaysThatSmallerStepsLearnMore()
    {
        var trainer = With(Create("sasrec"), "accumulate=4");
        var note = Assert.Single(trainer.NotesOn(new TrainingSetup()));
        Assert.StartsWith("sasrec adds 4 parts up to a step in one process: the same training without accumulate", note, StringComparison.Ordinal);
        Assert.Empty(trainer.NotesOn(new TrainingSetup { Peers = new TrainingPeers("localhost", 1, 0, 2) }));
        Assert.Empty(((ITrainer)new Sasrec { Accumulate = 1 }).NotesOn(new TrainingSetup()));
        Assert.Equal([note], new RankFusion { Models = ["sasrec:accumulate=4", "popularity"] }.NotesOn(new TrainingSetup()));
    }

    static TheoryData<OptimizerKind, SequenceLoss> Learned()
    {
        var all = new TheoryData<OptimizerKind, SequenceLoss>();
        foreach (var kind in Enum.GetValues<OptimizerKind>())
            foreach (var loss in (SequenceLoss[])[SequenceLoss.Softmax, SequenceLoss.Bce]) all.Add(kind, loss);
        return all;
    }

    public static TheoryData<OptimizerKind, SequenceLoss> KindsAndLosses => Learned();

    static Gru4rec Small(OptimizerKind kind, SequenceLoss loss = SequenceLoss.Softmax) =>
        new() { Width = 16, States = 12, MaxLength = 10, Dropout = 0, Loss = loss, Negatives = 3, BatchSize = 12, Epochs = 2, LearningRate = 0.005, Deviation = 0.2, Optimizer = kind, Beta2HalfLife = 0.2, Schedule = Schedule.Cosine, WarmUp = 0.2 };

    static float[] Numbers(ITrainer trainer, Dataset? data = null) => TinyTrainer.NumbersOf(trainer.Fit(data ?? TinyTrainer.Circles(), new FitContext { Threads = 1 }));

    static float Difference(float[] a, float[] b) => a.Zip(b).Max(p => Math.Abs(p.First - p.Second));

    [TorchTheory, MemberData(nameof(KindsAndLosses))]
    public void Accumulate_Parts_EqualTheBigBatch(OptimizerKind kind, SequenceLoss loss)
    {
        var trainer = Small(kind, loss);
        var whole = Numbers(trainer);
        Assert.InRange(Difference(whole, Numbers(trainer with { Accumulate = 3 })), 0, 1e-5f);
        // Had nothing been learned, or in steps of a part, it would be another model.
        Assert.InRange(Difference(whole, Numbers(trainer with { BatchSize = 4 })), 1e-4f, 100);
    }

    [TorchTheory, MemberData(nameof(KindsAndLosses))]
    public void FuseUpdate_MovesAsAStepAfterwards(OptimizerKind kind, SequenceLoss loss) => Assert.Equal(Numbers(Small(kind, loss)), Numbers(Small(kind, loss) with { FuseUpdate = true }));

    [TorchFact]
    public void Beta2HalfLife_BelowOne_IsAShareOfAllTargets()
    {
        // Circles: 37 sequences of two to eleven items that are read, all but the first of which are targets.
        var targets = Enumerable.Range(0, 40).Sum(u => Math.Min(10, u % 15));
        var trainer = Small(OptimizerKind.Adam);
        Assert.Equal(Numbers(trainer with { Beta2HalfLife = 0.2 * 2 * targets }), Numbers(trainer with { Beta2HalfLife = 0.2 }));
        Assert.NotEqual(Numbers(trainer with { Beta2HalfLife = 0.2 * targets }), Numbers(trainer with { Beta2HalfLife = 0.2 }));
    }

    [TorchFact]
    public void Schedule_ReachesTheOptimizer()
    {
        var trainer = Small(OptimizerKind.Sgd) with { Schedule = Schedule.Constant, WarmUp = 0 };
        Assert.Equal(2, new[] { trainer, trainer with { Schedule = Schedule.Linear }, trainer with { WarmUp = 0.5 } }.Select(t => Numbers(t)).Skip(1).Count(n => Difference(n, Numbers(trainer)) > 1e-5));
        Assert.Null(trainer.StepSizesOf(10));
        Assert.Equal([0.0025, 0.005], ((long[])[0, 10]).Select(s => (trainer with { WarmUp = 0.1 }).StepSizesOf(10)!(s)));
    }

    // 37 sequences in batches of 12 are four steps.
    [TorchFact]
    public void Steps_EndTheTrainingExactlyThere()
    {
        var trainer = Small(OptimizerKind.Adam);
        Assert.Equal(Numbers(trainer), Numbers(trainer with { Epochs = 99, Steps = 8 }));
        var told = new List<FitProgress>();
        var six = TinyTrainer.NumbersOf((trainer with { Steps = 6 }).Fit(TinyTrainer.Circles(), new FitContext { Threads = 1, Progress = new Teller(told) }));
        Assert.Equal((6L, 6L), (told[^1].Done, told[^1].Total));
        Assert.True(Difference(six, Numbers(trainer with { Steps = 4 })) > 1e-4 && Difference(six, Numbers(trainer)) > 1e-4);
        Assert.Equal((2, 6L, 3, 9L), (trainer.EpochsOf(4), (trainer with { Steps = 6 }).StepsOf(4), (trainer with { Steps = 9 }).EpochsOf(4), (trainer with { Steps = 9 }).StepsOf(4)));
        // The schedule ends with the steps, not with the epoch.
        Assert.Equal(0, (trainer with { Steps = 6, Schedule = Schedule.Linear, WarmUp = 0 }).StepSizesOf(4)!(6));
        Assert.Equal(["steps is 0; allowed 1 or more, default none."], Assert.Throws<OptionsException>(() => With(new Sasrec(), "steps=0")).Errors);
    }

    sealed class Teller(List<FitProgress> told) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => told.Add(value);
    }

    [TorchFact]
    public void Rounding_KeepsWeightsOfSixteenBits()
    {
        var trainer = Small(OptimizerKind.Adam);
        Assert.All(Numbers(trainer with { Rounding = WeightRounding.Stochastic }), w => Assert.Equal(0u, BitConverter.SingleToUInt32Bits(w) & 0xffff));
        Assert.Contains(Numbers(trainer), w => (BitConverter.SingleToUInt32Bits(w) & 0xffff) != 0);
    }

    [TorchFact]
    public void FuseUpdate_OfTokens_IsRefusedWithTheClipping() => Assert.Contains("clipNorm (1), which this training sets", Assert.Throws<OptionsException>(() =>
        TokenFit.Run(new HybridSequence { Width = 8, Layers = 1, Pattern = "full", Heads = 1, FuseUpdate = true, MaxLength = 4 }, new TokenSequences(4, 4, [0, 1, 2, 3], [1, 2, 3, -1]), [], null, FitContext.Default)).Message, StringComparison.Ordinal);
}
