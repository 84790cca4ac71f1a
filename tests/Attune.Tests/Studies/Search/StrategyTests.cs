using System.Globalization;
using Attune.Numerics;
using Attune.Studies;

namespace Attune.Tests;

public sealed class StrategyTests
{
    static readonly Dimension X = new() { Name = "x", Low = -1, High = 1 }, Rate = new() { Name = "rate", Low = 1e-4, High = 1, Log = true },
        Width = new() { Name = "width", Low = 1, High = 64, Log = true, Whole = true }, Kind = new() { Name = "kind", Choices = ["a", "b", "c", "d"] };

    static List<Observation> Play(IStrategy strategy, Func<IReadOnlyList<string>, double> loss, int trials, List<Observation>? past = null)
    {
        past ??= [];
        while (past.Count < trials && strategy.Next(past) is { } values) past.Add(new(values, loss(values)));
        return past;
    }

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    static double Squared(double x) => x * x;

    /// <summary>Known functions: a bowl with a long side, a narrow optimum on logarithmic scales, a list that decides, and many options of which two matter.</summary>
    public static TheoryData<string> Functions => ["bowl", "narrow", "list", "many"];

    static (SearchSpace Space, Func<IReadOnlyList<string>, double> Loss) Function(string name) => name switch
    {
        "bowl" => (new(X, X with { Name = "y" }), v => Squared(Number(v[0]) - 0.3) + 10 * Squared(Number(v[1]) + 0.5)),
        "narrow" => (new(Rate, Width), v => Math.Abs(Math.Log10(Number(v[0])) + 2.5) + Math.Abs(Math.Log2(Number(v[1])) - 4)),
        "list" => (new(Kind, X), v => (v[0] == "c" ? 0 : 1) + Squared(Number(v[1]) - (v[0] == "c" ? 0.8 : -0.2))),
        _ => (new([.. Enumerable.Range(0, 6).Select(i => X with { Name = $"x{i}" })]), v => Squared(Number(v[0]) - 0.7) + Squared(Number(v[1]) + 0.4) + 0.01 * v.Skip(2).Sum(x => Squared(Number(x)))),
    };

    // Over eighty seeds: the median of TPE is at most half of what random search reaches after as many trials, and the sign test over the pairs is beyond three
    // standard deviations.
    [Theory, MemberData(nameof(Functions))]
    public void Tpe_OnKnownFunctions_BeatsRandomSearchAtEqualTrials(string name)
    {
        const int seeds = 80, trials = 40;
        var (space, loss) = Function(name);
        double Best(IStrategy strategy) => Play(strategy, loss, trials).Min(o => o.Loss);
        var pairs = Enumerable.Range(0, seeds).Select(s => (Tpe: Best(new Tpe(space, s)), Random: Best(new RandomSearch(space, 1000 + s)))).ToArray();
        static double Median(IEnumerable<double> values) => values.Order().ElementAt(seeds / 2);
        var (tpe, random, wins) = (Median(pairs.Select(p => p.Tpe)), Median(pairs.Select(p => p.Random)), pairs.Count(p => p.Tpe < p.Random));
        Assert.True(tpe < 0.5 * random && wins > seeds / 2 + 3 * Math.Sqrt(seeds / 4.0), $"{name}: TPE reaches {tpe:g3}, random search {random:g3}; TPE wins {wins} of {seeds}");
    }

    [Theory]
    [InlineData(SearchMethod.Tpe)]
    [InlineData(SearchMethod.Random)]
    [InlineData(SearchMethod.Grid)]
    public void Next_IsAFunctionOfThePast_SoAnInterruptionChangesNothing(SearchMethod method)
    {
        var (space, loss) = Function("list");
        IStrategy New(int seed = 5) => IStrategy.Of(method, space, 4, (Seed)seed);
        var whole = Play(New(), loss, 14);
        var resumed = Play(New(), loss, 14, Play(New(), loss, 9));
        Assert.Equal(whole.Select(o => string.Join(' ', o.Values)), resumed.Select(o => string.Join(' ', o.Values)));
        Assert.NotEqual(whole.Select(o => string.Join(' ', o.Values)), Play(New(6), loss, 14).Select(o => string.Join(' ', o.Values)));
    }

    [Theory]
    [InlineData(SearchMethod.Tpe)]
    [InlineData(SearchMethod.Random)]
    [InlineData(SearchMethod.Grid)]
    public void Next_ASmallSpace_IsTriedOnceAndThenTheSearchEnds(SearchMethod method)
    {
        var space = new SearchSpace(Kind, new Dimension { Name = "n", Low = 1, High = 3, Whole = true });
        var past = Play(IStrategy.Of(method, space, 3, (Seed)1), v => Number(v[1]), 100);
        Assert.Equal(12, past.Select(o => string.Join(' ', o.Values)).Distinct().Count());
        Assert.Equal(12, past.Count);
    }

    [Fact]
    public void Grid_IsEveryCombinationOfItsLevels_InAnOrderOfTheSeed()
    {
        var points = Play(new Grid(new(Rate, Kind), 3, (Seed)1), _ => 0, 100).Select(o => string.Join(' ', o.Values)).ToArray();
        var all = new[] { "0.0001", "0.01", "1" }.SelectMany(r => Kind.Choices.Select(k => $"{r} {k}"));
        Assert.Equal(all.Order(StringComparer.Ordinal), points.Order(StringComparer.Ordinal));
        Assert.NotEqual(all, points);
    }

    [Fact]
    public void Grid_TooLarge_SaysHowLargeItIs() =>
        Assert.Contains("1,000,000 points", Assert.Throws<ArgumentException>(() => new Grid(new([.. Enumerable.Range(0, 6).Select(i => X with { Name = $"x{i}" })]), 10, (Seed)1)).Message);

    [Fact]
    public void Tpe_WhereTrialsFail_StaysAwayFromThere()
    {
        var past = Play(new Tpe(new(X), (Seed)3), v => Number(v[0]) > 0 ? double.PositiveInfinity : Squared(Number(v[0]) + 0.5), 60);
        Assert.InRange(past.Skip(20).Count(o => double.IsInfinity(o.Loss)), 0, 8);
    }
}
