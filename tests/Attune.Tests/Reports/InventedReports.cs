namespace Attune.Tests;

/// <summary>Reports over invented numbers, for the tests of the report room.</summary>
static class InventedReports
{
    public const string Hostile = "<script>alert('x')</script> & \"Ö\" | *b* \u001b[31m\u0000";

    public static Scores Scores(string model = "ease", double value = 0.34123, string split = "time:0.2") => new(model,
    [
        new MetricScore("ndcg@10", value, value - 0.0123, value + 0.0119, 940) { PerUser = [.. Enumerable.Range(0, 943).Select(u => u < 940 ? (u * 37 % 101) / 100.0 * value * 2 : double.NaN)] },
        new MetricScore("recall@20", value * 0.8, value * 0.8 - 0.01, value * 0.8 + 0.01, 940),
        new MetricScore("coverage@10", double.NaN, double.NaN, double.NaN, 0),
    ])
    { Split = split, Users = 1943, EmptyLists = 3, EvaluateSeconds = 0.4312, MillisecondsPerUser = 0.2187, Notes = ["3 of 1943 test users were unknown to training."] };

    public static Comparison Comparison()
    {
        var models = new[] { ("ease", 0.34123, 1.234), ("als", 0.33912, 12.7), ("item-knn", 0.30215, 0.43), ("bpr", 0.2881, 128.4), ("popularity", 0.1312, 0.0043) };
        var rows = new[] { "time:0.2", "leave-last:1" }.SelectMany((split, s) => models.Select((m, i) =>
            new ComparedModel(m.Item1, split, Scores(m.Item1, s == 1 && i == 1 ? 0.352 : m.Item2, split)) { FitSeconds = m.Item3, MillisecondsPerUser = 0.123 * (i + 1), Seeds = 3, SeedDeviations = [0.0012, 0.0008, double.NaN] }));
        return new Comparison(["ndcg@10", "recall@20", "coverage@10"], [.. rows])
        {
            Tests =
            [
                new PairedTest("time:0.2", "ndcg@10", "ease", "als", 0.00211, -0.0011, 0.0053, 0.12, 0.13, 0.24),
                new PairedTest("time:0.2", "ndcg@10", "ease", "item-knn", 0.03908, 0.031, 0.047, 1e-9, 0, 1e-8),
                new PairedTest("time:0.2", "ndcg@10", "popularity", "bpr", -0.1569, -0.17, -0.15, 1e-9, 0, 1e-8),
                new PairedTest("time:0.2", "recall@20", "ease", "als", double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN),
                new PairedTest("leave-last:1", "ndcg@10", "als", "ease", 0.01077, 0.004, 0.018, 0.001, 0.001, 0.012),
            ],
            Flips = [new RankingFlip("ndcg@10", "ease", "als", "time:0.2", "leave-last:1", false)],
            Notes = ["leave-last:1 looks into the future: events of other users after the held-out one are in the training set."],
        };
    }

    public static DataSummary Summary() => new()
    {
        Name = "Online Retail",
        Users = 4372,
        Items = 3684,
        ListedOnly = 12,
        Events = 541909,
        Preferences = 267615,
        Density = 0.01661,
        From = new DateTimeOffset(2010, 12, 1, 8, 26, 0, TimeSpan.Zero),
        To = new DateTimeOffset(2011, 12, 9, 12, 50, 0, TimeSpan.Zero),
        Kinds = new Dictionary<string, int> { ["purchase"] = 532621, ["return"] = 9288 },
        Values = new Dictionary<float, int> { [1] = 6110, [2] = 11370, [3] = 27145, [4] = 34174, [5] = 21201 },
        EventsPerUser = [1, 17, 42, 102, 7983],
        EventsPerItem = [1, 9, 38, 137, 2313],
        Activity = [.. Enumerable.Range(0, 13).Select(m => ($"{2010 + (m + 11) / 12}-{(m + 11) % 12 + 1:00}", 21000 + m * 4000 + m * 7919 % 13 * 1500))],
        PopularityCurve = [.. Enumerable.Range(0, 101).Select(i => (i / 100.0, Math.Pow(i / 100.0, 0.32)))],
        Columns = ["user", "item", "time", "value", "price", "title"],
    };

    public static Section List() => new("Recommended for customer 12347")
    {
        Text = ["Bought before: RED RETROSPOT CAKE STAND, PANTRY MAGNETIC SHOPPING LIST and 180 more."],
        Tables =
        [
            new Table(["#", "product", new("score", ValueFormat.Number), "because of"],
            [
                ["1", "REGENCY CAKESTAND 3 TIER", 0.9123456, "ROSES REGENCY TEACUP AND SAUCER; GREEN REGENCY TEACUP AND SAUCER"],
                ["2", "SET OF 3 CAKE TINS PANTRY DESIGN, WITH AN UNUSUALLY LONG NAME THAT A SUPPLIER ONCE TYPED INTO THE WRONG FIELD", 0.85, "SET OF 6 SPICE TINS PANTRY DESIGN"],
                ["3", "かわいい弁当箱", double.NaN, "fallback: popularity"],
            ]),
        ],
        Charts = [new Chart.Bars("Scores", [new("REGENCY CAKESTAND 3 TIER", 0.9123), new("SET OF 3 CAKE TINS PANTRY DESIGN, WITH AN UNUSUALLY LONG NAME THAT A SUPPLIER ONCE TYPED INTO THE WRONG FIELD", 0.85), new("かわいい弁当箱", double.NaN)])],
    };

    public static Report Whole() => Report.Join("A year in a shop", Report.Of(Summary()), Report.Of(Comparison())).With(List()) with
    {
        Lead = "What the events look like, which model ranks best, and what it recommends.",
        Facts = [new Fact("customers", 4372, ValueFormat.Count), new Fact("best model", "ease"), ScoresReport.Headline(Scores().Metrics[0], 0.95)],
    };
}
