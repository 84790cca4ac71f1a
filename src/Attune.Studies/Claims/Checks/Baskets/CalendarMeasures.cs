using System.Globalization;

namespace Attune.Studies;

/// <summary>Calendars, the protocol and the plain models beside counts by hand, on a few made-up users.</summary>
static class CalendarMeasures
{
    const double Tau = 20;

    // User, item, in the next basket, days ago of each purchase less one.
    static readonly (string User, string Item, bool Next, int[] Days)[] s_rows =
    [
        ("1", "10", true, [0, 7, 14]), ("1", "11", false, [3]), ("1", "12", true, [40, 41]), ("1", "13", false, [0, 200]),
        ("2", "10", false, [5]), ("2", "12", true, [5, 363]),
        ("3", "11", true, [1, 2, 3, 4]), ("3", "12", false, [9]), ("3", "13", true, [8]), ("3", "14", true, [6, 30]), ("3", "15", false, [100]), ("3", "16", false, [2, 90]),
    ];

    internal static double Read()
    {
        var (wrong, baskets) = (0, NextBaskets.Of(Data(), Calendar.AsOf));
        foreach (var basket in baskets.Users)
        {
            var own = s_rows.Where(r => r.User == basket.User).ToArray();
            wrong += Math.Abs(own.Count(r => r.Next) - basket.Bought.Count) + own.Count(r => r.Next != basket.Bought.Select(i => baskets.Train.Items[i]).Contains(r.Item)) + Math.Abs(own.Length - basket.History.Items.Count);
            foreach (var (item, place) in basket.History.Items.Select((i, p) => (baskets.Train.Items[i], p)))
                if (!basket.History.DaysAgo(place).SequenceEqual(own.Single(r => r.Item == item).Days.Select(d => d + 1).ToArray())) wrong++;
        }
        return wrong + Math.Abs(baskets.Users.Count - 3);
    }

    internal static double Protocol()
    {
        var baskets = NextBaskets.Of(Data(), Calendar.AsOf);
        var scores = BasketEvaluation.Of(new PersonalFrequency().Fit(baskets.Train), baskets, new BasketOptions { BootstrapSamples = 0 });
        var largest = 0.0;
        foreach (var k in new[] { 1, 3, 5, 10 })
            foreach (var (convention, full) in new[] { (scores.All, false), (scores.AtLeastK, true) })
            {
                (double P, double R, double N)[] own = [.. s_rows.GroupBy(r => r.User).Where(g => !full || g.Count() >= k).Select(g => Counted([.. g], k))];
                foreach (var (name, value) in new[] { ("precision", own.Select(o => o.P)), ("recall", own.Select(o => o.R)), ("ndcg", own.Select(o => o.N)) })
                    largest = Math.Max(largest, Math.Abs(value.DefaultIfEmpty(double.NaN).Average() - convention[string.Create(CultureInfo.InvariantCulture, $"{name}@{k}")].Value) is var d && double.IsNaN(d) ? 0 : d);
            }
        return largest;
    }

    internal static double Formulas()
    {
        var baskets = NextBaskets.Of(Data(), Calendar.AsOf);
        return new[]
        {
            Order(new PersonalFrequency(), r => r.Days.Length - r.Days.Min() / 1000.0),
            Order(new Recency(), r => -r.Days.Min() + r.Days.Length / 1000.0),
            Order(new PurchaseDecay { Tau = Tau }, r => r.Days.Sum(d => Math.Exp(-(d + 1) / Tau))),
        }.Max();

        // The places of all pairs of items, by the formula and by the model.
        double Order(ITrainer trainer, Func<(string User, string Item, bool Next, int[] Days), double> formula)
        {
            var model = trainer.Fit(baskets.Train);
            return baskets.Users.Sum(u => BasketEvaluation.Ranked(model, u, 10).Select(i => baskets.Train.Items[i]).Zip(s_rows.Where(r => r.User == u.User).OrderByDescending(formula).ThenBy(r => r.Item, StringComparer.Ordinal), (item, row) => item == row.Item ? 0.0 : 1).Sum());
        }
    }

    static (double, double, double) Counted((string User, string Item, bool Next, int[] Days)[] own, int k)
    {
        var ranked = own.OrderByDescending(r => r.Days.Length).ThenBy(r => r.Days.Min()).ThenBy(r => r.Item, StringComparer.Ordinal).Take(k).ToArray();
        var (hits, all) = (ranked.Count(r => r.Next), own.Count(r => r.Next));
        var gain = ranked.Select((r, n) => r.Next ? 1 / Math.Log2(n + 2) : 0).Sum();
        return (hits / (double)k, hits / (double)all, gain / Enumerable.Range(0, Math.Min(k, all)).Sum(n => 1 / Math.Log2(n + 2)));
    }

    static Dataset Data()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, ["customer_id,item_id,label_in_next_basket,day_indices", .. s_rows.Select(r => $"{r.User},{r.Item},{(r.Next ? 1 : 0)},{string.Join(' ', r.Days)}")]);
            return Dataset.FromFile(file, new SourceOptions { Format = "calendar" });
        }
        finally
        {
            File.Delete(file);
        }
    }
}
