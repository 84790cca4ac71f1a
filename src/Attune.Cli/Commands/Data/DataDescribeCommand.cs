using System.CommandLine;
using System.Globalization;

namespace Attune.Cli;

/// <summary><c>attune data describe</c>: counts, density, times, and the popularity curve, drawn.</summary>
static class DataDescribeCommand
{
    static readonly Argument<string> File = new("FILE") { Description = "Events: a file (also .gz), or a folder of a saved data set, MovieLens or RecBole; or a live store (store:DIR, postgres:…)." };
    static readonly DataOptions Reading = [];

    internal static Verb Create() => new Verb("describe", "What the data looks like: counts, density, time range, kinds, popularity curve.",
        "attune data describe ratings.csv",
        "attune data describe u.data --columns user=0,item=1,rating=2,time=3 --json",
        "attune data describe sales.csv --columns user=CustomerID,item=StockCode,time=InvoiceDate --items products.csv --bad-rows skip") { File, Reading }.Does(call =>
    {
        var summary = DataSummary.Of(Reading.Read(call, call.Value(File)));
        call.Answer(Json(summary, call.Notes), Report.Of(summary));
    });

    static object Json(DataSummary summary, IReadOnlyList<string> notes) => new
    {
        name = summary.Name,
        users = summary.Users,
        items = summary.Items,
        listedOnly = summary.ListedOnly,
        interactions = summary.Events,
        preferences = summary.Preferences,
        density = summary.Density,
        from = summary.From,
        to = summary.To,
        kinds = summary.Kinds,
        values = summary.Values.ToDictionary(v => v.Key.ToString(CultureInfo.InvariantCulture), v => v.Value),
        eventsPerUser = Quantiles(summary.EventsPerUser),
        eventsPerItem = Quantiles(summary.EventsPerItem),
        topPercentShare = summary.TopPercentShare,
        activity = summary.Activity.Select(a => new { period = a.Period, events = a.Events }),
        popularityCurve = summary.PopularityCurve.Select(p => new { items = p.Items, events = p.Events }),
        columns = summary.Columns,
        notes,
    };

    static object? Quantiles(IReadOnlyList<int> quantiles) => quantiles is [var min, var low, var median, var high, var max] ? new { min, q25 = low, median, q75 = high, max } : null;
}
