using System.CommandLine;
using System.Globalization;
using Attune.Neural;

namespace Attune.Cli;

/// <summary><c>attune plan batch</c>: options at other batch sizes, the memory of every optimiser, and from where on accumulation pays.</summary>
static class PlanBatchCommand
{
    const int LargestBatch = 1 << 30;

    static readonly Option<int> From = new("--from") { HelpName = "N", Description = "The batch size at which the options below were found.", DefaultValueFactory = _ => 512 };
    static readonly Option<int> To = new("--to") { HelpName = "N", Description = "The batch size to go to, by halving or doubling.", DefaultValueFactory = _ => 1 };
    static readonly Option<double> Beta2 = new("--beta2") { HelpName = "B", Description = "Adam's β2 per step at --from. Its half-life in targets is held.", DefaultValueFactory = _ => 0.999 };
    static readonly Option<string> LifeOfBeta2 = new("--beta2-half-life") { HelpName = "TARGETS", Description = "The half-life itself instead of --beta2: in targets (10M), or below 1 as a share of all targets of the training (with --model and --data)." };
    static readonly Option<double> LearningRate = new("--learning-rate") { HelpName = "R", Description = "The learning rate at --from.", DefaultValueFactory = _ => 1e-3 };
    static readonly Option<double> Exponent = new("--exponent") { HelpName = "E", Description = "The learning rate grows as the batch to this power, 0 to 1.", DefaultValueFactory = _ => 0.3 };
    static readonly Option<string> Targets = new("--targets") { HelpName = "N", Description = "Targets that a row of a batch has: places of a history that are learned from. Default: counted in --data, else 1." };
    static readonly Option<string> Parameters = new("--parameters") { HelpName = "N", Description = "How many parameters are trained (30M), for the memory. Or name --model." };
    static readonly Option<string> Data = new("--data") { HelpName = "FILE", Description = "With --model NAME: the events that it is to be trained on." };
    static readonly Option<string> Kind = new("--optimizer") { HelpName = "NAME", Description = $"Whose memory is shown, and which --set names: {string.Join(", ", Enum.GetNames<OptimizerKind>().Select(n => n.ToLowerInvariant()))} or all.", DefaultValueFactory = _ => "all" };
    static readonly Option<int?> Replicas = new("--replicas") { HelpName = "N", Description = "Processes that train together, each on batches of its own. With --bandwidth and --step-seconds." };
    static readonly Option<string> Bandwidth = new("--bandwidth") { HelpName = "X", Description = "With --replicas: what a link between them carries in a second, as 1Gbit or 100MB." };
    static readonly Option<double?> StepSeconds = new("--step-seconds") { HelpName = "S", Description = "With --replicas: the seconds in which one process computes one batch, forward and backward." };
    static readonly ModelOptions Model = [];
    static readonly DataOptions Reading = [];

    internal static Verb Create() => new Verb("batch", "What the options of a training become at other batch sizes, what each optimiser needs of memory, and from which bandwidth down processes should accumulate.",
        "attune plan batch --from 512 --to 1 --beta2 0.95 --learning-rate 4.8e-3 --targets 1024 --parameters 30M",
        "attune plan batch --from 128 --to 1 --beta2-half-life 0.02 --model sasrec --data clicks.csv",
        "attune plan batch --from 256 --to 16 --parameters 10M --replicas 4 --bandwidth 1Gbit --step-seconds 0.25")
    { From, To, Beta2, LifeOfBeta2, LearningRate, Exponent, Targets, Kind, Parameters, Model, Data, Replicas, Bandwidth, StepSeconds, Reading }.Does(call =>
    {
        var kinds = Kinds(call);
        var batches = BatchPlan.Between(BatchSize(call, From), BatchSize(call, To));
        var parameters = ParametersOf(call);
        var exchange = ExchangeOf(call, parameters);
        var plan = Plan(call, kinds is [var one] ? one : null, batches, parameters);
        var report = new BatchPlanReport(plan, kinds, parameters, exchange);
        if (parameters is null) call.Note("Memory is not shown: say with --parameters N or --model what is trained.");
        call.Answer(report.ToJson(call.Notes), report.ToReport());
    });

    static IReadOnlyList<OptimizerKind> Kinds(Call call)
    {
        var name = call.Value(Kind)!;
        if (name.Equals("all", StringComparison.OrdinalIgnoreCase)) return Enum.GetValues<OptimizerKind>();
        return Enum.GetValues<OptimizerKind>().Where(k => k.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray() is [var kind] ? [kind]
            : throw new UsageException($"--optimizer: there is no '{name}'; write {string.Join(", ", Enum.GetNames<OptimizerKind>().Select(n => n.ToLowerInvariant()))} or all.");
    }

    static int BatchSize(Call call, Option<int> option) => call.Value(option) is >= 1 and <= LargestBatch and var batch ? batch
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {call.Value(option)}; a batch size must be from 1 to {LargestBatch}."));

    static PlannedParameters? ParametersOf(Call call)
    {
        if (call.Value(Parameters) is { } count)
            return Model.AreWritten(call) || call.Has(Data) ? throw new UsageException("--parameters and --model both say what is trained: leave out one of them, with --data.") : Counted(count);
        if (!Model.AreWritten(call)) return call.Has(Data) ? throw new UsageException("--data is for --model NAME: name the model that is to be trained on it.") : null;
        var data = call.Value(Data) is { } path ? Reading.Read(call, path) : null;
        if (!Model.IsTrained(call)) return PlannedParameters.OfModel(Model.Trainer(call, 42), (data ?? throw new UsageException($"--data is missing: a network's tables grow with the items, so say what {Model.Name(call)} is to be trained on.")).Items.Count, data);
        var trained = Model.Load(call);
        return PlannedParameters.OfModel(trained.Trainer, data?.Items.Count ?? trained.Catalog.Items.Count, data);
    }

    static PlannedParameters Counted(string text) => QuantityText.Count(Parameters.Name, text) is >= 1 and <= 1e13 and var count ? PlannedParameters.OfCount(count)
        : throw new UsageException($"--parameters: {text} must be from 1 to 10000G.");

    static BatchPlan Plan(Call call, OptimizerKind? one, IReadOnlyList<int> batches, PlannedParameters? parameters)
    {
        var targets = call.Value(Targets) is { } text ? QuantityText.Count(Targets.Name, text) : parameters is { Targets: > 0 and var counted } ? counted : 1;
        var halfLife = HalfLifeOf(call, batches[0] * targets, parameters);
        if (halfLife < 1) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--beta2: its half-life is {halfLife:g3} targets, less than one; a trainer reads such a number as a share of the training. Take a β2 nearer to 1."));
        return UsageException.Reading("--learning-rate", () => BatchPlan.Of(one, batches, targets, halfLife, call.Value(LearningRate), call.Value(Exponent)));
    }

    static double HalfLifeOf(Call call, double targetsPerStep, PlannedParameters? parameters)
    {
        if (call.Value(LifeOfBeta2) is not { } text) return UsageException.Reading(Beta2.Name, () => HalfLife.FromDecay(call.Value(Beta2), targetsPerStep));
        if (call.Has(Beta2)) throw new UsageException("--beta2 and --beta2-half-life say the same in two ways: leave out one of them.");
        var halfLife = QuantityText.Count(LifeOfBeta2.Name, text);
        if (halfLife >= 1) return halfLife;
        return parameters is { AllTargets: > 0 and var all } ? Math.Max(1, halfLife * all)
            : throw new UsageException($"--beta2-half-life is {text}, a share of all targets of the training: name --model and --data, in which they are counted, or give it in targets.");
    }

    static ExchangeCost? ExchangeOf(Call call, PlannedParameters? parameters)
    {
        if (call.Value(Replicas) is not { } replicas)
            return new Option[] { Bandwidth, StepSeconds }.FirstOrDefault(call.Has) is { } lonely ? throw new UsageException($"{lonely.Name} is for processes that train together: say with --replicas how many.") : null;
        if (replicas is < 2 or > 1_000_000) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--replicas is {replicas}; it must be from 2 to 1000000, for one process exchanges nothing and never needs accumulation."));
        var bandwidth = QuantityText.BytesPerSecond(Bandwidth.Name, call.Needed(Bandwidth, "say what a link carries in a second, as 1Gbit."));
        var seconds = call.Needed(StepSeconds, "say in how many seconds one process computes one batch.")!.Value;
        if (!(seconds is > 0 and < 1e9)) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--step-seconds is {seconds}; it must be above 0."));
        var bytes = (parameters ?? throw new UsageException("--replicas exchange gradients: say with --parameters or --model how many there are.")).Shapes.Sum(s => s.Count) * sizeof(float);
        return new ExchangeCost(replicas, bytes, bandwidth, seconds);
    }
}
