using Attune.Neural;

namespace Attune.Studies;

/// <summary>One check of training with small batches: a number that must not be larger, or not smaller, than what is allowed.</summary>
sealed class SmallBatchCheck : ICheck
{
    const int Trajectories = 4000;

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ICheck> All { get; } =
    [
        new SmallBatchCheck("toy-large-batch", "On the toy problem momentum ends more than five times lower with a large batch.", 5, (_, _) => ToyGain(ToyProblem.LargeBatch, 0.09, 0.12)) { Least = true, Words = "median loss without momentum over that with it, 4,000 trajectories" },
        new SmallBatchCheck("toy-small-batch", "On the toy problem momentum gains less than half with a small batch.", 1.5, (_, _) => ToyGain(ToyProblem.SmallBatch, 0.012, 0.012)) { Words = "median loss without momentum over that with it, 4,000 trajectories" },
        new SmallBatchCheck("half-life-round-trip", "A decay turned into a half-life and back is the same.", 1e-12, (_, _) => HalfLifeMeasures.RoundTrip()) { Words = "the largest difference over decays from 0.1 to 0.999999" },
        new SmallBatchCheck("half-life-table", "Scaled values of β2 and the half-life are those that the paper prints.", 0.5, (_, _) => HalfLifeMeasures.AgainstThePaper()) { Words = "the largest difference in units of the last printed digit" },
        new SmallBatchCheck("half-life-products", "The decays of steps with unequal targets multiply to that of all targets.", 1e-12, (_, _) => HalfLifeMeasures.Products(1000)) { Words = "relative difference, ten steps of 1 to 512 targets" },
        new SmallBatchCheck("half-life-in-adam", "Adam with a half-life takes steps of unequal targets as if target by target, bias correction included.", 1e-5, (_, _) => HalfLifeMeasures.AdamAgainstSingleTargets(1000)) { Words = "relative difference of memory and weight to double precision" },
        new SmallBatchCheck("accumulation-equals-batch", "Batches added up from parts train the same weights as whole batches.", 1e-5, (size, context) => OptimizerMeasures.AccumulationAgainstBatch(size is CheckSize.Full ? 10 : 2, context)) { Words = "the largest difference of a weight, 2 and 5 parts" },
        new SmallBatchCheck("lazy-decay-equals-dense", "Without momentum a table whose rows fade when they are touched again is the table that is moved as a whole.", 1e-5, (size, _) => OptimizerMeasures.LazyDecayAgainstDense(size is CheckSize.Full ? 2000 : 200)) { Words = "the largest difference of a number in the table" },
        new SmallBatchCheck("fused-equals-plain", "Moving each parameter within the backward pass trains the same weights as moving all after it.", 1e-6, (_, context) => OptimizerMeasures.FusedAgainstPlain(context)) { Words = "the largest difference of a weight over all optimisers" },
        new SmallBatchCheck("rounding-keeps-the-mean", "Steps too small for bfloat16 add up where weights are rounded at random.", 1e-4, (_, _) => OptimizerMeasures.RoundedMean()) { Words = "how far the mean of 65,536 weights is from where it should be" },
        new SmallBatchCheck("optimizers-learn", "Every optimiser more than halves the loss of a small network in batches of four.", 0.5, (size, context) => OptimizerMeasures.LossLeft(size is CheckSize.Full ? 12 : 4, context)) { Words = "what is left of the loss, the largest over all optimisers" },
        new SmallBatchCheck("memory-is-as-planned", "What an optimiser remembers has as many bytes as the plan says.", 0, (_, _) => OptimizerMeasures.MemoryAgainstState()) { Words = "the largest difference in bytes over all optimisers, in single precision and bfloat16" },
    ];

    readonly double _allowed;
    readonly Func<CheckSize, FitContext, double> _measure;

    SmallBatchCheck(string id, string says, double allowed, Func<CheckSize, FitContext, double> measure) => (Id, Says, _allowed, _measure) = (id, says, allowed, measure);

    public string Id { get; }

    public string Says { get; }

    // Whether the number must be above what is allowed, instead of at most that.
    bool Least { get; init; }

    string Words { get; init; } = "";

    public CheckResult Run(CheckSize size, FitContext context)
    {
        Torch.Start();
        Torch.Threads = context.ThreadCount;
        var found = _measure(size, context);
        return new CheckResult(Least ? found > _allowed : found <= _allowed, found, _allowed, Words);
    }

    static double ToyGain(ToyProblem problem, double learningRate, double withMomentum) =>
        problem.MedianLoss(Trajectories, learningRate, 0) / problem.MedianLoss(Trajectories, withMomentum, 0.4);
}
