namespace Attune.Tests;

public sealed class MiscalibrationKlTests : MetricContract
{
    protected override IListMetric Metric => new MiscalibrationKl(5, "genre");

    protected override double Best => double.PositiveInfinity;

    protected override bool NeedsRelevant => false;

    protected override double OfEmptyList => double.NaN;

    internal static double Of(IListMetric metric, int[] ranked, int[] history) => metric.Measure(new RankedUser
    {
        Ranked = ranked,
        Relevant = [],
        Grades = [],
        History = history,
        Facts = new ItemFacts(new[] { 40, 30, 10, 10, 6, 4 }, 50, default)
        {
            Features = new FeatureTable(6, [new FeatureColumn("genre", FeatureKind.Tokens, ["War", "War|Drama", "Drama", "Noir", null, "Drama"])]),
        },
    });

    [Fact]
    public void Measure_SharesOfGenres_IsTheHandComputedValue()
    {
        // History: War (1 + ½) / 2, Drama ½ / 2. List: Noir ½, Drama ½; item 4 has no genre and does not count.
        var (war, drama) = (0.75, 0.25);
        Assert.Equal(war * Math.Log2(war / (0.01 * war)) + drama * Math.Log2(drama / (0.99 * 0.5 + 0.01 * drama)),
            Of(new MiscalibrationKl(3, "genre"), [3, 4, 5, 0], [0, 1, 4]), 12);
    }

    [Fact]
    public void Measure_SameShares_IsZero() => Assert.Equal(0, Of(new MiscalibrationKl(3, "genre"), [5, 0], [0, 2]), 12);

    [Fact]
    public void Measure_WithoutFeature_CountsGroupsOfPopularity()
    {
        // The head is item 0 (before item 1 stand 40 of 100), the middle 1 and 2 (before 3 stand 80), the tail the rest.
        Assert.Equal(0, Of(MiscalibrationKl.At(3), [0, 1, 5], [0, 2, 4]), 12);
        Assert.Equal(Math.Log2(100), Of(MiscalibrationKl.At(1), [0, 3], [3, 4]), 12);
    }

    [Theory, InlineData(new[] { 4 }, new[] { 0 }), InlineData(new[] { 0 }, new[] { 4 }), InlineData(new[] { 0 }, new int[0])]
    public void Measure_NoLabels_IsUndefined(int[] ranked, int[] history) => Assert.True(double.IsNaN(Of(new MiscalibrationKl(3, "genre"), ranked, history)));
}
