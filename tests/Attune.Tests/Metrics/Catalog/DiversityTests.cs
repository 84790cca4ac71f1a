using Attune.Numerics;

namespace Attune.Tests;

public sealed class DiversityTests : MetricContract
{
    protected override IListMetric Metric => Diversity.At(5);

    protected override double Best => double.PositiveInfinity;

    protected override bool NeedsRelevant => false;

    protected override double OfEmptyList => double.NaN;

    // Users: a has 0 1 2, b has 0 1, c has 2, d has 0; nobody has 3.
    static ItemFacts Facts => new(new[] { 3, 2, 2, 0 }, 4, default)
    {
        Histories = new CsrMatrix(4, [0, 3, 5, 6, 7], [0, 1, 2, 0, 1, 2, 0], [1, 1, 1, 1, 1, 1, 1]),
        Features = new FeatureTable(4, [new FeatureColumn("Genre", FeatureKind.Tokens, ["War|Drama", "drama", null, "War | Drama|Noir"]), new FeatureColumn("title", FeatureKind.Text, ["The Sea", "the sea, the sea", "A Hill", null])]),
    };

    static double Of(IListMetric metric, params int[] ranked) => metric.Measure(new RankedUser { Ranked = ranked, Relevant = [], Grades = [], Facts = Facts });

    [Fact]
    public void Measure_ByWhoHadThem_IsTheHandComputedValue() =>
        Assert.Equal(1 - (2 / Math.Sqrt(3 * 2) + 1 / Math.Sqrt(3 * 2) + 1 / 2.0) / 3, Of(Diversity.At(3), 2, 0, 1, 3), 12);

    [Fact]
    public void Measure_ItemThatNobodyHad_IsLeftOut()
    {
        Assert.Equal(Of(Diversity.At(4), 0, 1), Of(Diversity.At(4), 0, 3, 1), 12);
        Assert.True(double.IsNaN(Of(Diversity.At(4), 0, 3)));
    }

    [Fact]
    public void Measure_ByLabels_IsTheHandComputedValue() => Assert.Equal(
        1 - (1 / Math.Sqrt(2) + 2 / Math.Sqrt(6) + 1 / Math.Sqrt(3)) / 3, Of(new Diversity(4, "genre"), 0, 1, 2, 3), 12);

    [Fact]
    public void Measure_ByWords_CountsEachOnce() => Assert.Equal(0, Of(new Diversity(4, "title"), 0, 1), 12);

    [Fact]
    public void Measure_NoSuchFeature_IsUndefined() => Assert.True(double.IsNaN(Of(new Diversity(4, "color"), 0, 1)));

    [Fact]
    public void Measure_RandomWorld_EqualsCountingUsers()
    {
        var data = Worlds.Random();
        var facts = ItemFacts.Of(data);
        var users = Enumerable.Range(0, data.Items.Count).Select(i => Enumerable.Range(0, data.Users.Count).Where(u => data.Preferences.Row(u).Contains(i)).ToHashSet()).ToArray();
        for (var u = 0; u < 20; u++)
        {
            int[] list = [.. Enumerable.Range(u, 8)];
            var pairs = from i in list from j in list where i < j select users[i].Intersect(users[j]).Count() / Math.Sqrt(users[i].Count * users[j].Count);
            Assert.Equal(1 - pairs.Average(), Diversity.At(8).Measure(new RankedUser { Ranked = list, Relevant = [], Grades = [], Facts = facts }), 12);
        }
    }

    [Fact]
    public void Of_NoSuchFeature_SaysWhichThereAre()
    {
        var split = Split.ByTime(Worlds.Random(genres: true), 0.3);
        var notes = Evaluation.Of(new Popularity().Fit(split.Train), split, new Diversity(5, "color"), new MiscalibrationKl(5, "genre")).Notes;
        Assert.Contains("diversity:color@5 is undefined: the items have no feature 'color'; there are genre (--items names a file of them).", notes);
    }
}
