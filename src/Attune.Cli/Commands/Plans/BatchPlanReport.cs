using Attune.Neural;

namespace Attune.Cli;

/// <summary>A plan as tables, charts and JSON.</summary>
sealed record BatchPlanReport(BatchPlan Plan, IReadOnlyList<OptimizerKind> Kinds, PlannedParameters? Parameters, ExchangeCost? Exchange)
{
    static readonly string[] s_stays = ["beta1 (0.9)", "warmUp, as a share of the steps", "schedule", "epochs: compare at equal targets, not at equal steps"];

    // What a batch that shrinks takes with it; one that grows does not ask for it.
    IReadOnlyList<string> Changes =>
    [
        .. Shrinks ? s_smaller : [],
        .. Plan.Rows.Any(r => r.Batch == 1) ? new[] { "BatchNorm goes: a batch of one row has no variance; use LayerNorm or RMSNorm" } : [],
        "accumulate stays at 1 in one process: a smaller batch that steps more often learns as much from the same targets, in less memory",
    ];

    static readonly string[] s_smaller =
    [
        "weightDecay becomes 0: with more steps the weights would shrink as many times more often",
        "clipping by norm goes: the gradient of a few rows is long and noisy, so nearly every step would be changed",
        "negatives are not taken from the batch, which has fewer of them with every row less; draw them (bce, gbce) or take the full softmax",
    ];

    bool Shrinks => Plan.Rows[^1].Batch < Plan.Rows[0].Batch;

    IEnumerable<Needed> Memory => new[] { 4, 2 }.SelectMany(bytes => Kinds.Select(kind => new Needed(kind, bytes,
        OptimizerMemory.Of(kind, Parameters!.Shapes, bytes), OptimizerMemory.Of(kind, Parameters.Shapes, bytes, fused: true), OptimizerMemory.Of(kind, Parameters.Shapes, bytes, accumulate: true))));

    internal Report ToReport() => new("A training at other batch sizes")
    {
        Lead = $"β2 keeps its half-life of {Plan.BetaHalfLife:N0} targets; the learning rate moves much less than the batch.",
        Sections = [Options(), new Section("What stays") { Level = 2, Text = s_stays }, new Section("What changes") { Level = 2, Text = Changes }, .. Parameters is null ? [] : new[] { MemorySection() }, .. Exchange is null ? [] : new[] { ExchangeSection(Exchange) }],
    };

    internal object ToJson(IReadOnlyList<string> notes) => new
    {
        targetsPerRow = Plan.Targets,
        beta2HalfLife = Plan.BetaHalfLife,
        batches = Plan.Rows.Select(r => new { batch = r.Batch, targetsPerStep = r.TargetsPerStep, learningRate = r.LearningRate, beta2 = r.Beta2, stepsPerMillionTargets = r.StepsPerMillion, set = r.Set }),
        stays = s_stays,
        changes = Changes,
        parameters = Parameters?.Shapes.Sum(s => s.Count),
        memory = Parameters is null ? null : Memory.Select(m => new
        {
            optimizer = m.Kind.ToString(),
            weights = m.Bytes == 2 ? "bfloat16" : "float32",
            kept = Json(m.Kept),
            fused = Json(m.Fused),
            accumulated = Json(m.Added),
        }),
        exchange = Exchange is not { } e ? null : new
        {
            replicas = e.Replicas,
            gradientBytes = e.Bytes,
            linkBytes = e.BytesOfALink,
            bandwidth = e.Bandwidth,
            batchSeconds = e.BatchSeconds,
            exchangeSeconds = e.Seconds,
            accumulationPaysBelow = e.Threshold,
            pays = e.Pays,
            steps = ExchangeCost.Accumulations.Select(a => new { accumulate = a, lostShare = e.Lost(a), batchesPerSecond = e.BatchesPerSecond(a) }),
        },
        notes,
    };

    static object Json(OptimizerMemory memory) => new { weights = memory.Weights, gradients = memory.Gradients, accumulation = memory.Accumulation, state = memory.State, total = memory.Total };

    Section Options() => new("Options")
    {
        Tables =
        [
            new Table([new("batch", ValueFormat.Count), new("targets of a step", ValueFormat.Count), new("learning rate", ValueFormat.Number), "β2 of a step", new("half-life, targets", ValueFormat.Count), new("steps per million targets", ValueFormat.Count)],
                Plan.Rows.Select(r => (IReadOnlyList<Cell>)[r.Batch, r.TargetsPerStep, r.LearningRate, BatchPlan.HasSquares(Plan.Optimizer) ? Share(r.Beta2) : "none", Plan.BetaHalfLife, r.StepsPerMillion])),
            new Table([new("batch", ValueFormat.Count), "as options: attune train MODEL --set …"], Plan.Rows.Select(r => (IReadOnlyList<Cell>)[r.Batch, r.Set])),
        ],
    };

    // So many nines that what is missing to 1 shows three digits.
    static string Share(double beta)
    {
        var digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Max(1e-12, 1 - beta))), 3, 14);
        return Math.Round(beta, digits).ToString("0.##############", System.Globalization.CultureInfo.InvariantCulture);
    }

    Section MemorySection() => new("Memory")
    {
        Text = [$"{Parameters!.Says}. Beside it stand the network's results in between, which grow with the batch."],
        Charts = [new Chart.Bars("Weights, gradients and the optimiser's state, MB", [.. Kinds.SelectMany(k => Memory.Where(m => m.Kind == k).SelectMany(Bars))]) { Subtitle = "fused: the update runs within the backward pass, and only the largest gradient is held" }],
        Tables = [new Table(["optimiser", "weights are", .. new[] { "weights", "gradients", "state", "together", "gradients, fused", "together, fused", "together, accumulated" }.Select(n => new Column(n) { Right = true })],
            Memory.Select(m => (IReadOnlyList<Cell>)[m.Kind.ToString(), m.Bytes == 2 ? "bfloat16" : "float32", .. new[] { m.Kept.Weights, m.Kept.Gradients, m.Kept.State, m.Kept.Total, m.Fused.Gradients, m.Fused.Total, m.Added.Total }.Select(b => (Cell)QuantityText.OfBytes(b))]))],
        Notes = ["bfloat16: what tensors of bfloat16 would need; the trainers keep single precision, and their option rounding shows what bfloat16 weights cost in quality (stochastic keeps small steps, nearest loses them)", "accumulated: the sum of the parts' gradients is held, and beside it the largest gradient of a part; it cannot be fused"],
    };

    static IEnumerable<Chart.Bar> Bars(Needed needed)
    {
        if (needed.Bytes == 4) yield return new Chart.Bar($"{needed.Kind}", needed.Kept.Total / 1e6) { Strong = true };
        yield return new Chart.Bar($"{needed.Kind}, {(needed.Bytes == 2 ? "bfloat16, " : "")}fused", needed.Fused.Total / 1e6);
    }

    static Section ExchangeSection(ExchangeCost plan)
    {
        double[] bandwidths = [.. new[] { 1 / 16.0, 0.25, 0.5, 1, 2, 4, 16 }.Select(f => f * plan.Threshold).Append(plan.Bandwidth).Order()];
        return new Section($"{plan.Replicas} processes")
        {
            Text =
            [
                $"An exchange sends 2(n−1)/n of {QuantityText.OfBytes(plan.Bytes)} of gradients, {QuantityText.OfBytes(plan.BytesOfALink)}, through each link: {plan.Seconds:g3} s at {QuantityText.OfRate(plan.Bandwidth)}, where a batch is computed in {plan.BatchSeconds:g3} s.",
                $"Accumulation pays where exchanging takes longer than computing: below {QuantityText.OfRate(plan.Threshold)}. " + (plan.Pays
                    ? $"Here it does: from accumulate={plan.Enough} on, at most half of a step is lost."
                    : $"Here it does not: without it {plan.Lost(1):P0} of a step is lost, and a larger batch learns less from the same targets."),
            ],
            Charts = [new Chart.Bars("Share of a step lost to the exchange", [.. ExchangeCost.Accumulations.Select(a => new Chart.Bar($"accumulate={a}", plan.Lost(a)))]) { Format = ValueFormat.Share }],
            Tables =
            [
                new Table([new("accumulate", ValueFormat.Count), new("computing", ValueFormat.Seconds), new("exchanging", ValueFormat.Seconds), new("share lost", ValueFormat.Share), new("batches in a second, all", ValueFormat.Number)],
                    ExchangeCost.Accumulations.Select(a => (IReadOnlyList<Cell>)[a, a * plan.BatchSeconds, plan.Seconds, plan.Lost(a), plan.BatchesPerSecond(a)])),
                new Table([new Column("bandwidth") { Right = true }, .. new[] { 1, 4, 16 }.Select(a => new Column($"lost, accumulate={a}", ValueFormat.Share)), "accumulation"],
                    bandwidths.Select(b => (IReadOnlyList<Cell>)[QuantityText.OfRate(b), .. new[] { 1, 4, 16 }.Select(a => (Cell)plan.LostAt(b, a)), b < plan.Threshold ? "pays" : "does not pay"])),
            ],
            Notes = ["gradients are counted as dense; of a table that is trained by a few of its rows, only those are exchanged", "Attune's training does not compute while it exchanges"],
        };
    }

    // One optimiser with weights of so many bytes: gradients kept, each let go at once, added up.
    sealed record Needed(OptimizerKind Kind, int Bytes, OptimizerMemory Kept, OptimizerMemory Fused, OptimizerMemory Added);
}
