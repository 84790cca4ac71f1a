using Attune.Neural;

namespace Attune.Studies;

/// <summary>One check of chunks as networks see them: a number that must not be larger, or not smaller, than what is allowed.</summary>
sealed class GradientCheck : ICheck
{
    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ICheck> All { get; } =
    [
        new GradientCheck("gradients-finite-differences", "The gradient of each chunk is that of central differences in double precision.", 1e-3, (size, context) => (GradientMeasures.AgainstDifferences(size is CheckSize.Full ? 10 : 3, context), 0)) { Words = "the largest relative difference over forms and chunks, sasrec and hstu" },
        new GradientCheck("projection-keeps-angles", "A projection to 512 numbers by signs keeps the cosines of gradients.", 0.05, (_, context) => (GradientMeasures.LostByProjection(200, context), 0)) { Words = "the mean error of a cosine over 200 pairs of chunks, the larger of sasrec and hstu" },
        new GradientCheck("planted-drift-enriched", "Where customers change the order in which they take the same items, the fifth of chunks whose gradients are most like those of the new ways has at least two and a half times as many of the new as all have, and no fewer than the fifth by hidden states.", 2.5, PlantedEnrichment) { Least = true, Words = "the mean over made-up shops, gradients by the matrices of hstu's last attention; where it is above 2.5, what is allowed is what hidden states find" },
    ];

    readonly double _allowed;
    readonly Func<CheckSize, FitContext, (double Found, double Beside)> _measure;

    GradientCheck(string id, string says, double allowed, Func<CheckSize, FitContext, (double Found, double Beside)> measure) => (Id, Says, _allowed, _measure) = (id, says, allowed, measure);

    public string Id { get; }

    public string Says { get; }

    // Whether the number must be at least what is allowed, instead of at most that.
    bool Least { get; init; }

    string Words { get; init; } = "";

    public CheckResult Run(CheckSize size, FitContext context)
    {
        Torch.Start();
        Torch.Threads = context.ThreadCount;
        var (found, beside) = _measure(size, context);
        var allowed = Math.Max(_allowed, beside);
        return new CheckResult(Least ? found >= allowed : found <= allowed, found, allowed, Words);
    }

    static (double Found, double Beside) PlantedEnrichment(CheckSize size, FitContext context)
    {
        var found = PlantedMeasures.Enrichment(["gradient-parameters", "hidden"], size is CheckSize.Full ? 5 : 2, context);
        return (found[0], found[1]);
    }
}
