using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Attune.Neural;

/// <summary>
/// Cadence-aware set encoding: what of all that somebody bought before is due today, learned from the calendar of each item and from the items beside it. For each item s of a user the days before the day asked for are a
/// row of yes and no, m_s of Days numbers, yesterday first. c_s = max(0, W₂ Dropout(max(0, W₁ conv(m_s)))) with conv = for each width of Kernels max(0, w * m_s) in steps of that width; x_s = [c_s, E[s]]; X goes through
/// Layers of ISAB, MAB(X, MAB(I, X)); score(s) = w · Dropout(ELU(W x_s)). Learned by binary cross-entropy over the user's own items, on the newest TargetDays days of purchase of each user.
/// Shapes: Kernels' widths, features × Width, Width × Width; E (items + 1) × Width, row 0 for items that training has not seen; I InducingPoints × 2 Width; five 2 Width × 2 Width for each MAB.
/// CASE: cadence-aware set encoding for next-basket repurchase (arXiv:2604.06718). Deviations: biases of the kernels start at 0 or above, since a kernel that starts negative would say nothing for ever; with scoring = both the
/// vector of the set is one seed's; what is drawn by frequency and recency is drawn by the weights that <see cref="RepeatNegatives"/> states. Reads of a history the days of its times (<see cref="Query.Times"/>) and the day
/// asked for (<see cref="Query.At"/>; default the day after the newest purchase of training): only the day moves, and the ranking with it. Without times the order stands for days. Ranks what was bought before and cannot say
/// of anything else (<see cref="Seen.Only"/>). clipNorm is 1 unless it is set. Time for an epoch: users · TargetDays · S · Width² for S items of a user, linear in S. Deterministic for one number of threads; with another,
/// sums are rounded differently.
/// </summary>
public sealed record Case : NetworkTrainer, IRepeatTrainer
{
    /// <summary>Length of an item's vector and of that of its cadence; the set is twice as wide. Default 128, as in the paper.</summary>
    [Range(1, 4096), Search(32, 256, Log = true, Step = 8)]
    public int Width { get; init; } = 128;

    /// <summary>Days before the day asked for that are read; what was bought before them has its item's vector alone. Default 364.</summary>
    [Range(1, 3660)]
    public int Days { get; init; } = 364;

    /// <summary>Widths of the convolutions in days, separated by commas. Default 7,14,28,91,182, as in the paper.</summary>
    public string Kernels { get; init; } = "7,14,28,91,182";

    /// <summary>Set attention blocks over a user's items. Default 2.</summary>
    [Range(1, 16), Search(1, 4)]
    public int Layers { get; init; } = 2;

    /// <summary>Heads of their attention. Default 4.</summary>
    [Range(1, 64)]
    public int Heads { get; init; } = 4;

    /// <summary>Points through which items learn of each other; 0 for all of all, in S² steps. Default 32.</summary>
    [Range(0, 4096)]
    public int InducingPoints { get; init; } = 32;

    /// <summary>The share of numbers set to 0 in training, in all layers. Default 0.1.</summary>
    [Range(0, 0.95), Search(0, 0.5)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Whether calendars are left out: what they are worth. Default no.</summary>
    public bool WithoutCadence { get; init; }

    /// <summary>Whether items are left alone, without set attention: what it is worth. Default no.</summary>
    public bool WithoutSet { get; init; }

    /// <summary>Whether the items' vectors are left out: what they are worth. Default no.</summary>
    public bool WithoutItems { get; init; }

    /// <summary>What a score is made of. Default intrinsic, the variant that the paper describes.</summary>
    public CaseScoring Scoring { get; init; }

    /// <summary>What is learned. Default bce.</summary>
    public RepeatLoss Loss { get; init; }

    /// <summary>Which of the user's own items that were not bought again are learned. Default all.</summary>
    public RepeatNegatives Negatives { get; init; }

    /// <summary>Of how many at most, for each item that was bought again; not read with negatives = all. Default 10.</summary>
    [Range(1, 100_000)]
    public int NegativeRatio { get; init; } = 10;

    /// <summary>ranker: the distance that an item bought again shall have to one that was not. Default 1.</summary>
    [Range(0, 1000.0)]
    public double Margin { get; init; } = 1;

    /// <summary>Items of a user that are read and ranked, the most recently bought. Default 1024.</summary>
    [Range(1, 100_000)]
    public int MostCandidates { get; init; } = 1024;

    /// <summary>The newest days of purchase of each user that are learned, each with what was bought before it. Default 1.</summary>
    [Range(1, 10_000)]
    public int TargetDays { get; init; } = 1;

    /// <inheritdoc/>
    [Range(1e-7, 100.0), Search(1e-4, 1e-2, Log = true)]
    public override double LearningRate { get; init; } = 0.001;

    /// <inheritdoc/>
    [Range(0, 10.0), Search(0, 1)]
    public override double WeightDecay { get; init; } = 0.01;

    /// <summary>Days of purchase in a step. Default 64, as the paper's four times 16.</summary>
    [Range(1, 1_048_576)]
    public int BatchSize { get; init; } = 64;

    /// <inheritdoc/>
    [Range(1, 100_000)]
    public override int Epochs { get; init; } = 3;

    /// <inheritdoc/>
    public override int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override QueryParts Reads => QueryParts.User | QueryParts.History | QueryParts.Time;

    /// <inheritdoc/>
    public override bool WarmStarts => true;

    /// <inheritdoc/>
    public override long FitBytes(DataSize size) => Copies * (size with { Users = 0 }).Vectors(Width);

    RepeatCriterion IRepeatTrainer.Criterion => new(Loss, Negatives, NegativeRatio, Margin);

    IEnumerable<string?> IRepeatTrainer.Complaints =>
    [
        KernelSizes.Length == 0 || KernelSizes.Any(k => k < 1 || k > Days)
            ? $"kernels is '{Kernels}'; it must be whole numbers from 1 to days ({Days}), separated by commas, as 7,14,28." : null,
        Heads > 0 && 2 * Width % Heads != 0 ? $"width is {Width}; twice it must be a multiple of heads ({Heads})." : null,
        WithoutCadence && WithoutItems ? "withoutCadence and withoutItems leave nothing to read; leave out one of them." : null,
        WithoutItems && Scoring is CaseScoring.Both ? "scoring is both, which needs the items' vectors; leave out withoutItems." : null,
    ];

    /// <summary>The widths of the kernels; none where the text is wrong.</summary>
    internal int[] KernelSizes
    {
        get
        {
            int?[] sizes = [.. Kernels.Split(',').Select(k => int.TryParse(k, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var size) ? size : (int?)null)];
            return sizes.Contains(null) ? [] : [.. sizes.Select(s => s!.Value)];
        }
    }

    /// <inheritdoc/>
    public override IRecommender Fit(Dataset data, FitContext? context = null) => RepeatFit.Run(this, data, context);

    /// <inheritdoc/>
    public override IRecommender Restore(Catalog catalog, Weights weights) => RepeatFit.Restore(this, catalog, weights);

    RepeatNetwork IRepeatTrainer.Network(Init init, int users, int items) => new CaseNetwork(init, items, this);
}
