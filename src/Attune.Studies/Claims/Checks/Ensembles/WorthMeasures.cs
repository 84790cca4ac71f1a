using Attune.Numerics;

namespace Attune.Studies;

/// <summary>How often front and recommendation are not what they should be, on contenders that are made up.</summary>
static class WorthMeasures
{
    internal static double FrontAgainstAllPairs()
    {
        var stream = ((Seed)7).Derive("front").Stream();
        Contender[] all = [.. Enumerable.Range(0, 200).Select(i => Made(FormattableString.Invariant($"m{i}"), 10 * stream.NextDouble(), 1 + stream.NextDouble()))];
        var front = ContestOf(all).Front().Select(c => c.Model).ToHashSet();
        return all.Count(c => front.Contains(c.Model) == all.Any(o => o.WattHours <= c.WattHours && o.Gain >= c.Gain && o != c));
    }

    // 2 % better for 50 % more: worth it up to 0.04 percent of quality for a percent of energy.
    internal static double Flips()
    {
        var (single, ensemble) = (Made("single", 0, 1) with { Kind = ContenderKind.TunedSingle }, Made("ensemble", 2, 1.5));
        var contest = ContestOf([single, ensemble]);
        return Enumerable.Range(1, 40).Select(i => 0.002 * i).Count(worth => Recommendation.Of(contest, worth) is var advice
            && (advice.Take.Model != (worth <= 0.04 + 1e-12 ? "ensemble" : "single") || !advice.Text.Contains(advice.Take.Model, StringComparison.Ordinal)));
    }

    internal static double SimplexAgainstGrid()
    {
        const int Steps = 200;
        var products = new double[,] { { 0.9, 0.7, 0.75 }, { 0.7, 0.95, 0.6 }, { 0.75, 0.6, 1.1 } };
        double Value(double a, double b, double c)
        {
            double[] w = [a, b, c];
            return Enumerable.Range(0, 3).Sum(m => Enumerable.Range(0, 3).Sum(n => w[m] * w[n] * products[m, n]));
        }
        var found = SimplexWeights.Solve(products);
        var grid = from a in Enumerable.Range(0, Steps + 1) from b in Enumerable.Range(0, Steps + 1 - a) select Value(a / (double)Steps, b / (double)Steps, (Steps - a - b) / (double)Steps);
        return Value(found[0], found[1], found[2]) - grid.Min();
    }

    static Contender Made(string name, double gain, double wattHours) => new(name, ContenderKind.Ensemble, 0.3 * (1 + gain / 100), gain, 0.01, 5) { WattHours = wattHours, WithChoosing = wattHours };

    static Contest ContestOf(Contender[] all)
    {
        var single = all[0];
        return new Contest(new StudyData { Name = "made up" }, Ndcg.At(10), single, [.. all.Select(c => c.Over(single))]);
    }
}
