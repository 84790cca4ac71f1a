using System.Globalization;
using Attune.Neural;

namespace Attune.Bench;

/// <summary>What CASE learns of a shop whose rhythms are known, and how its time grows with the items of a user, beside attention of all to all.</summary>
static class CadenceRun
{
    static readonly int[] s_sizes = [64, 128, 256, 512, 1024];

    internal static Report Run()
    {
        Torch.Threads = 1;
        return new Report("CASE: days that pass, and items of a user") { Lead = $"One thread, libtorch {Torch.Version}, {Torch.VectorLevel}.", Sections = [Days(), Growth()] };
    }

    static Section Days()
    {
        var world = new PlantedCadence { Users = 400 };
        var found = CalendarSensitivity.Of(CalendarSensitivity.Small.Fit(world.Build()), world);
        return new Section("Days that pass on a planted shop")
        {
            Text = [string.Create(CultureInfo.InvariantCulture, $"{world.Users} users who buy {world.ItemsOfAUser} of {world.Items} items each, every {string.Join(", ", world.Periods)} days by a rhythm of their own, a day sooner or later, {100 * world.Missed:0} of 100 turns missed; CASE of width 24, one layer. Asked of users who are not in the data.")],
            Charts = [new Chart.Lines("Score of an item by the days since it was bought", [.. found.Curves.OrderBy(c => c.Key).Select(c => new Chart.Line($"bought every {c.Key} days", [.. c.Value.Select((v, d) => (d + 1.0, v))]))]) { Subtitle = "mean logit; days (across) in which this item is not bought and the user's others go on", XFormat = ValueFormat.Count }],
            Tables =
            [
                new Table(["rhythm, days", new("scores highest on day", ValueFormat.Count)], found.Curves.Keys.Order().Select(p => (IReadOnlyList<Cell>)[p, found.PeakOf(p)])),
                new Table(["measure", new("value", ValueFormat.Metric)], [["due before not yet due, of pairs of a user's items", found.Auc], ["the same while only the day moves", found.Waiting], ["users whose list has another order a week later", found.Moves]]),
            ],
        };
    }

    static Section Growth()
    {
        var (points, all) = (SetChecks.Times(new Case(), s_sizes), SetChecks.Times(new Case { InducingPoints = 0 }, s_sizes));
        return new Section("Time to score a user by the number of items")
        {
            Text = ["The published size: width 128, two layers, four heads; the least of five tries each."],
            Charts = [new Chart.Lines("Milliseconds for a user", [Line("32 inducing points", points), Line("all to all", all)]) { Subtitle = "items of the user (across)", XFormat = ValueFormat.Count }],
            Tables = [new Table([new("items", ValueFormat.Count), new("32 inducing points, ms", ValueFormat.Number), new("all to all, ms", ValueFormat.Number)], [.. s_sizes.Select(s => (IReadOnlyList<Cell>)[s, 1000 * points[s], 1000 * all[s]]), ["1024 beside 64", points[1024] / points[64], all[1024] / all[64]]])],
        };
    }

    static Chart.Line Line(string name, IReadOnlyDictionary<int, double> times) => new(name, [.. s_sizes.Select(s => ((double)s, 1000 * times[s]))]);
}
