using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Attune.Neural;

/// <summary>
/// What all models share that learn by gradients: which optimizer moves their weights, how long it remembers, and how a step is made. A target is one answer that is learned: a place of a sequence
/// that asks, a triple, a rating. Every option here has the default of its type and is written only where it is set, so that the options of a model that uses none of them stay what they were.
/// The half-life in targets, and what accumulation is worth: Marek et al., "Small batch size training for language models", NeurIPS 2025 (arXiv:2507.07101).
/// </summary>
public abstract record NetworkTrainer : ITrainer
{
    /// <summary>What is held of each weight at once: itself, its gradient, and the two numbers that Adam remembers.</summary>
    private protected const int Copies = 4;

    private protected NetworkTrainer()
    {
    }

    /// <summary>The step size of the optimizer, after the warm-up.</summary>
    public abstract double LearningRate { get; init; }

    /// <summary>By what share of the learning rate weights shrink in every step; 0 for not at all.</summary>
    public abstract double WeightDecay { get; init; }

    /// <summary>Passes over the data.</summary>
    public abstract int Epochs { get; init; }

    /// <summary>Where all random numbers of the training come from.</summary>
    public abstract int Seed { get; init; }

    /// <summary>What moves the weights. Default adam, which with weightDecay is AdamW; sgd remembers nothing and suits batches of one; momentum and signum (its sign) keep one number for each weight, adafactor one for each row and column; muon makes the steps of matrices orthogonal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OptimizerKind Optimizer { get; init; }

    /// <summary>How much of the mean gradient, the momentum, stays with each step. Default null: 0.9, and 0.95 for muon; sgd and adafactor have none.</summary>
    [Range(0, 1.0, MaximumIsExclusive = true), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double? Beta1 { get; init; }

    /// <summary>How much of the mean squared gradient stays with each step, whatever its targets; adam, adafactor, and muon for tables and vectors read it. Default null: 0.999. Not beside beta2HalfLife.</summary>
    [Range(0, 1.0, MaximumIsExclusive = true), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double? Beta2 { get; init; }

    /// <summary>After how many targets half of the mean squared gradient is forgotten, so that it means the same for every batch size; below 1 a share of all targets of the training (0.02: the last 2 %). Default 0: beta2 for each step.</summary>
    [Range(0, 1e15), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Beta2HalfLife { get; init; }

    /// <summary>adafactor: p, with which 1 - t^-p of the mean squared gradient stays at step t, so that at p = 1 nearly all steps count alike; in place of beta2 and beta2HalfLife. Default 0: those.</summary>
    [Range(0, 10.0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double DecayPower { get; init; }

    /// <summary>Gradients longer than this, as one vector over all weights, are shortened to it in every step; 0 for never, as for batches of one, whose gradients all differ. Default null: never, and 1 for models of buying again and where tokens are learned in a study.</summary>
    [Range(0, 1e15), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double? ClipNorm { get; init; }

    /// <summary>How the step size changes after the warm-up. Default constant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Schedule Schedule { get; init; }

    /// <summary>The share of all steps in which the step size rises from about 0; the same share for every batch size. Default 0.</summary>
    [Range(0, 1.0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double WarmUp { get; init; }

    /// <summary>Parts that each process adds a step up from: the gradient of the whole batch with the memory of a part. Default null: 1. Worth it for several processes with a slow link alone; smaller batches learn more from the same data.</summary>
    [Range(1, 65_536), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Accumulate { get; init; }

    /// <summary>What happens to the rows of a table that a step does not touch, where its gradients come in rows; whole gradients touch all. Default lazy: nothing; lazy-decay lets their memory fade until they are touched, dense moves them too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TableUpdates Tables { get; init; }

    /// <summary>Whether weights are rounded to bfloat16 numbers after every step: nearest loses steps that are small beside the weight, stochastic keeps them in the mean. Default none. The numbers lie in single precision all the same: this shows what such weights cost, not what they save.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public WeightRounding Rounding { get; init; }

    /// <summary>Whether each weight moves as soon as its gradient is known, which is then let go: the memory of the largest gradient in place of all. Default no. Not with accumulate, clipped gradients or several processes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FuseUpdate { get; init; }

    /// <summary>Steps of the optimizer after which the training ends, in the middle of an epoch where it comes so, in place of epochs: the same work whatever the size of the data. Default null: all epochs.</summary>
    [Range(1, int.MaxValue), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Steps { get; init; }

    /// <inheritdoc/>
    public abstract QueryParts Reads { get; }

    /// <inheritdoc/>
    public abstract bool WarmStarts { get; }

    /// <inheritdoc/>
    public virtual bool PredictsRatings => false;

    bool ITrainer.ReadsSetup => true;

    /// <inheritdoc/>
    public abstract long FitBytes(DataSize size);

    /// <inheritdoc/>
    public abstract IRecommender Fit(Dataset data, FitContext? context = null);

    /// <inheritdoc/>
    public abstract IRecommender Restore(Catalog catalog, Weights weights);

    /// <inheritdoc/>
    public IEnumerable<string> NotesOn(TrainingSetup setup)
    {
        if (Accumulate > 1 && setup.Peers is null or { World: 1 })
            yield return $"{Options.NameOf(GetType())} adds {Accumulate} parts up to a step in one process: the same training without accumulate, in steps of one part, learns more from each target; only several processes with a slow link between them gain.";
    }

    /// <summary>What no range can say of the shared options; null where all is well.</summary>
    internal IEnumerable<string?> SharedComplaints => [Beta2 is not null && Beta2HalfLife > 0 ? "beta2 and beta2HalfLife both say how long the squared gradient is remembered; set one of them." : null,
        DecayPower > 0 && (Beta2 is not null || Beta2HalfLife > 0) ? "decayPower stands in place of beta2 and beta2HalfLife; set one of them." : null,
        DecayPower > 0 && Optimizer is not OptimizerKind.Adafactor ? $"decayPower is adafactor's, and the optimizer is {System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(Optimizer.ToString())}; leave it out." : null];

    /// <summary>How many steps the training has.</summary>
    internal long StepsOf(int stepsOfAnEpoch) => Steps ?? (long)Epochs * stepsOfAnEpoch;

    /// <summary>How many epochs it begins.</summary>
    internal int EpochsOf(int stepsOfAnEpoch) => Steps is { } steps ? (int)(((long)steps + stepsOfAnEpoch - 1) / stepsOfAnEpoch) : Epochs;

    /// <summary>The optimizer that these options ask for, over some parameters.</summary>
    /// <param name="parameters">What it moves.</param>
    /// <param name="stepsOfAnEpoch">How many steps an epoch has.</param>
    /// <param name="targetsOfAnEpoch">Asked only where the half-life is a share of all targets of the training.</param>
    internal Optimizer OptimizerOf(IReadOnlyList<Parameter> parameters, int stepsOfAnEpoch, Func<long> targetsOfAnEpoch) => Optimizers.Of(new OptimizerSettings
    {
        Kind = Optimizer,
        LearningRate = LearningRate,
        WeightDecay = WeightDecay,
        Beta1 = Beta1,
        Beta2 = Beta2,
        Beta2HalfLife = Beta2HalfLife is > 0 and < 1 ? Beta2HalfLife * StepsOf(stepsOfAnEpoch) / stepsOfAnEpoch * targetsOfAnEpoch() : Beta2HalfLife,
        DecayPower = DecayPower,
        Tables = Tables,
        Rounding = Rounding,
        Seed = Seed,
    }, parameters);

    /// <summary>The step size of each step of the training, counted from 0; null where it never changes.</summary>
    internal Func<long, double>? StepSizesOf(int stepsOfAnEpoch) =>
        Schedule is Schedule.Constant && WarmUp == 0 ? null : new StepSizes(LearningRate, StepsOf(stepsOfAnEpoch), Schedule, WarmUp).At;
}
