using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Made-up rows of clicks in three parts.</summary>
static class PlantedParts
{
    const int MostSignal = 8, Part = 10;

    internal static ClickTable[] Of(StudyClicks clicks, Seed seed, FitContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var signal = Math.Min(MostSignal, clicks.Fields);
        var truth = new PlantedClicks { Fields = clicks.Fields, Signal = signal, Pairs = signal / 2, Sizes = [10, 20, 50], Seed = seed }.Plant();
        var tenth = clicks.Rows / Part;
        return [truth.Table(0, clicks.Rows - 2 * tenth), truth.Table(clicks.Rows - 2 * tenth, tenth), truth.Table(clicks.Rows - tenth, tenth)];
    }
}
