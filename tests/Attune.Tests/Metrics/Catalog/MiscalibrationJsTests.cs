using FsCheck;
using FsCheck.Fluent;

namespace Attune.Tests;

public sealed class MiscalibrationJsTests : MetricContract
{
    protected override IListMetric Metric => new MiscalibrationJs(5, "genre");

    protected override double Best => double.PositiveInfinity;

    protected override bool NeedsRelevant => false;

    protected override double OfEmptyList => double.NaN;

    [Fact]
    public void Measure_SharesOfGenres_IsTheHandComputedValue()
    {
        // War ¾ against 0, Drama ¼ against ½, Noir 0 against ½.
        var history = 0.75 * Math.Log2(0.75 / 0.375) + 0.25 * Math.Log2(0.25 / 0.375);
        var list = 0.5 * Math.Log2(0.5 / 0.375) + 0.5 * Math.Log2(0.5 / 0.25);
        Assert.Equal((history + list) / 2, MiscalibrationKlTests.Of(new MiscalibrationJs(3, "genre"), [3, 4, 5, 0], [0, 1, 4]), 12);
    }

    [Fact]
    public void Measure_NothingInCommon_IsOne() => Assert.Equal(1, MiscalibrationKlTests.Of(MiscalibrationJs.At(2), [0], [3, 4]), 12);

    [Fact]
    public void Measure_AnyTwoSets_IsTheSameBothWaysAndAtMostOne()
    {
        var items = Gen.Choose(0, 5).ArrayOf().Select(l => l.Distinct().ToArray()).ToArbitrary();
        Prop.ForAll(items, items, (a, b) =>
        {
            var (there, back) = (MiscalibrationKlTests.Of(new MiscalibrationJs(6, "genre"), a, b), MiscalibrationKlTests.Of(new MiscalibrationJs(6, "genre"), b, a));
            return double.IsNaN(there) ? double.IsNaN(back) : there is >= 0 and <= 1 && Math.Abs(there - back) < 1e-12;
        }).Holds();
    }
}
