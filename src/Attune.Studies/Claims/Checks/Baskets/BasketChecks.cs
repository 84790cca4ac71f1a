namespace Attune.Studies;

/// <summary>What must hold of next baskets, of the calendars that they are read from, and of CASE.</summary>
static class BasketChecks
{
    internal static IReadOnlyList<ICheck> All { get; } =
    [
        new NumberCheck("calendar-is-read", "A calendar file becomes the purchases that it tells of, its labels the basket of the day after; days count back from that day, and what was bought on it is in no history.", "days, items and labels that differ from those written", 0, _ => CalendarMeasures.Read()),
        new NumberCheck("protocol-by-hand", "Precision, recall and NDCG at 1, 3, 5 and 10 under both conventions of users are those of a count by hand.", "the largest difference, over made-up users", 1e-12, _ => CalendarMeasures.Protocol()),
        new NumberCheck("decay-by-hand", "Frequency, recency and decay score as their formulas say.", "the largest difference", 1e-6, _ => CalendarMeasures.Formulas()),
        new NumberCheck("kernels-are-convolutions", "Features summed from days are those of convolutions over 364 numbers.", "the largest difference", 1e-5, _ => SetMeasures.Kernels()),
        new NumberCheck("order-does-not-count", "Items in another order get the same scores in that order.", "the largest difference of a score", 1e-5, _ => SetMeasures.Order()),
        new NumberCheck("padding-does-not-count", "A user beside one with many more items gets the scores of being alone.", "the largest difference of a score", 1e-5, _ => SetMeasures.Padding()),
        new NumberCheck("attention-by-hand", "Set attention is that of loops over all pairs, members of padding left out; a set of padding alone gives numbers.", "the largest difference, or 1 for what is not a number", 1e-5, _ => SetMeasures.Attention()),
        new NumberCheck("rhythms-are-found", "Taught by a shop with rhythms of 7, 14 and 28 days, CASE ranks what is due above what is not, of users whom it has not seen.", "1 less the share of pairs in the right order", 0.1, size => CadenceMeasures.Order(size)),
        new NumberCheck("scores-peak-when-due", "The score of an item is highest about its rhythm after its last purchase.", "days between rhythm and peak, the largest of 7, 14 and 28", 3, size => CadenceMeasures.Peaks(size)),
        new NumberCheck("baskets-tell-no-time", "The same network that counts baskets in place of days cannot tell a day on which an item is due from an earlier one.", "how far its share of pairs in the right order is from one half", 1e-6, size => CadenceMeasures.Waiting(size)),
        new NumberCheck("time-grows-with-items", "Sixteen times as many items take less than twenty times as long to score.", "times as long for 1,024 items as for 64, the least of several tries", 20, size => SetMeasures.Growth(size)),
    ];
}
