using System.Globalization;

namespace Attune.Studies;

/// <summary>What a reader of a search's result must know.</summary>
static class SearchNotes
{
    const double NearTheEnd = 0.03, Same = 5e-5;

    /// <param name="search">The search.</param>
    /// <param name="best">Its best trial.</param>
    /// <param name="space">What was varied.</param>
    /// <param name="epochs">The epochs that the best trial was allowed; 0 where the model has none.</param>
    internal static IEnumerable<string> Of(Search search, Trial best, SearchSpace space, int epochs)
    {
        if (search.WasTorn) yield return "The last line of the journal had been cut off in the middle of a write; it was dropped, and that trial was made again.";
        if (search.TimedOut) yield return "The time was over before the last trial was done; it was dropped.";
        if (search.Trials.Count(t => t.Error.Length > 0) is > 0 and var failed)
            yield return Say($"{failed} of {search.Trials.Count} trials failed; the last such one: {search.Trials.Last(t => t.Error.Length > 0).Error.ReplaceLineEndings(" ")}");
        if (search.Trials.Count(t => t.Pruned) is > 0 and var pruned) yield return Say($"{pruned} of {search.Trials.Count} trials were given up when they lay below the median of the others; their values are those reached until then.");
        foreach (var range in space.Dimensions.Where(d => !d.IsList))
            if (range.CoordinateOf(best.Settings[range.Name]) is < NearTheEnd or > 1 - NearTheEnd && range.Count > 3)
                yield return Say($"The best {range.Name}, {best.Settings[range.Name]}, lies at the end of what was searched ({range}): a wider range may hold better ones.");
        if (best.Epoch > 0 && best.Epoch == epochs) yield return Say($"The best epoch is the last, {epochs}: more of them may be better still.");
    }

    /// <summary>What became of the best trial when its best epoch was made the number of epochs and it was trained again.</summary>
    internal static IEnumerable<string> OfFinal(Trial best, Trial again, IMetric metric)
    {
        if (again.Error.Length > 0) yield return Say($"Trained from the start for {best.Epoch} epochs, the settings found fail: {again.Error.ReplaceLineEndings(" ")}");
        else if (!(Math.Abs(again.Value - best.Value) <= Same))
            yield return Say($"Trained from the start for {best.Epoch} epochs, the settings found reach {metric.Name} {again.Value:0.0000} on the validation data; at epoch {best.Epoch} of the longer training of trial {best.Number} it was {best.Value:0.0000}.");
    }

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
