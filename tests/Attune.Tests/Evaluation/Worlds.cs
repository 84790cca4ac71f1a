using Attune.Numerics;

namespace Attune.Tests;

/// <summary>Random and hand-made data for evaluations.</summary>
static class Worlds
{
    /// <summary>Users with a handful of items each, popular items more often; times rise with the event; ratings from 1 to 5, prices and genres on demand.</summary>
    internal static Dataset Random(int users = 200, int items = 60, int perUser = 12, bool ratings = false, bool prices = false, bool genres = false)
    {
        var builder = new DatasetBuilder { Name = "random world" };
        for (var u = 0; u < users; u++)
        {
            var random = ((Seed)7).Derive(u).Stream();
            for (var e = 0; e < perUser; e++)
            {
                var item = (int)(items * random.NextDouble() * random.NextDouble());
                builder.Add(new Interaction($"u{u}", $"i{item}")
                {
                    Time = DateTimeOffset.UnixEpoch.AddMinutes(random.NextInt(100000)),
                    Value = ratings ? 1 + random.NextInt(5) : null,
                    Price = prices ? 1 + item : null,
                });
            }
        }
        for (var i = 0; genres && i < items; i++) builder.ItemFeature($"i{i}", "genre", i % 7 == 0 ? "odd one" : $"third {i % 3}|fifth {i % 5}");
        return builder.Build();
    }

    /// <summary>"user item", "user item value", comma-separated: "a x, a y, b x 4".</summary>
    internal static Dataset Of(string events, Dataset? extends = null)
    {
        var builder = new DatasetBuilder { Name = "hand-made", Extends = extends };
        foreach (var e in events.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = e.Split(' ');
            builder.Add(new Interaction(parts[0], parts[1]) { Value = parts.Length > 2 ? float.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture) : null });
        }
        return builder.Build();
    }

    /// <summary>A split of two hand-made parts.</summary>
    internal static Split Split(string train, string test, string? history = null)
    {
        var known = Of(train);
        var held = Of(test + (history is null ? "" : ", " + history), known);
        return new Split("hand-made", known, Of(test, held)) { History = history is null ? null : Of(history, held) };
    }

    /// <summary>Lists as "user: item item item", best first.</summary>
    internal static Recommendations Lists(string name, params string[] lists)
    {
        var rows = lists.Select(l => l.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var items = new Vocabulary(rows.SelectMany(r => r.Skip(1)).Distinct());
        int[] offsets = [0, .. rows.Select((_, i) => rows.Take(i + 1).Sum(r => r.Length - 1))];
        int[] listed = [.. rows.SelectMany(r => r.Skip(1)).Select(items.IndexOf)];
        return new Recommendations(name, new Vocabulary(rows.Select(r => r[0])), items, offsets, listed, [.. listed.Select(_ => float.NaN)]);
    }
}
