namespace Attune.Tests;

/// <summary>Worlds whose items have one feature, made from the item's number ("one" counts as 0).</summary>
static class Squares
{
    internal static Dataset Build(IEnumerable<Interaction> events, Func<int, string> feature, FeatureKind kind)
    {
        var all = events.ToList();
        var builder = new DatasetBuilder { Name = "tiny world" }.AddRange(all);
        foreach (var item in all.Select(e => e.Item).Distinct()) builder.ItemFeature(item, "colour", feature(int.TryParse(item, out var i) ? i : 0), kind);
        return builder.Build();
    }
}
