using Attune.Numerics;

namespace Attune.Tests;

/// <summary>
/// What every metric of ranked lists promises. A metric's test inherits it and states the metric, cut at 5 places where it is cut. Uses nothing
/// but the public surface.
/// </summary>
public abstract class MetricContract
{
    const int Catalog = 12;

    /// <summary>The metric under test.</summary>
    protected abstract IListMetric Metric { get; }

    /// <summary>The largest value that a list can have; infinity where there is none.</summary>
    protected virtual double Best => 1;

    /// <summary>The smallest value that a list can have.</summary>
    protected virtual double Worst => 0;

    /// <summary>Whether the metric asks what was held out; false for metrics of popularity.</summary>
    protected virtual bool NeedsRelevant => true;

    /// <summary>The value of an empty list for a user with relevant items.</summary>
    protected virtual double OfEmptyList => 0;

    /// <summary>
    /// A list of the whole small catalog, in the order given; every item has a price, a popularity and a genre, what is not relevant was judged so,
    /// and the user has had the items 1, 4 and 9. User u of training has every item from u on.
    /// </summary>
    protected double Measure(int[] ranked, int[] relevant, float[]? grades = null) => Metric.Measure(new RankedUser
    {
        Ranked = ranked,
        Relevant = relevant,
        Grades = grades ?? [.. relevant.Select(_ => 1f)],
        NotRelevant = [.. Enumerable.Range(0, Catalog).Except(relevant)],
        History = [9, 1, 4],
        Candidates = Catalog,
        Facts = Facts,
    });

    static ItemFacts Facts => new(Enumerable.Range(1, Catalog).ToArray(), Catalog, Enumerable.Range(1, Catalog).Select(i => (float)i).ToArray())
    {
        Features = new FeatureTable(Catalog, [new FeatureColumn("genre", FeatureKind.Tokens, [.. Enumerable.Range(0, Catalog).Select(i => i % 2 == 0 ? $"even|g{i % 3}" : $"g{i % 3}")])]),
        Histories = new CsrMatrix(Catalog, [.. Enumerable.Range(0, Catalog + 1).Select(u => u * Catalog - u * (u - 1) / 2)],
            [.. Enumerable.Range(0, Catalog).SelectMany(u => Enumerable.Range(u, Catalog - u))], [.. Enumerable.Repeat(1f, Catalog * (Catalog + 1) / 2)]),
    };

    [Fact]
    public void Name_Parsed_IsTheMetric() => Assert.Equal(Metric, MetricName.Parse(Metric.Name));

    [Fact]
    public void Measure_NothingRelevant_IsUndefined()
    {
        if (NeedsRelevant) Assert.True(double.IsNaN(Measure([0, 1, 2], [])));
        else Assert.Equal(Measure([0, 1, 2], [1]), Measure([0, 1, 2], []));
    }

    [Fact]
    public void Measure_EmptyList_IsTheStatedValue() => Assert.Equal(OfEmptyList, Measure([], [1, 2]));

    [Fact]
    public void Measure_PerfectList_IsBest()
    {
        var value = Measure([7, 5, 3, 1, 0, 2, 4, 6, 8, 9, 10, 11], [0, 1, 3, 5, 7], [1, 2, 3, 4, 5]);
        if (double.IsFinite(Best)) Assert.Equal(Best, value, 12);
        else Assert.True(double.IsFinite(value));
    }

    [Fact]
    public void Measure_RandomLists_StayInRange()
    {
        foreach (var (ranked, relevant, grades) in Worlds(300)) Assert.InRange(Measure(ranked, relevant, grades), Worst, Best + 1e-12);
    }

    [Fact]
    public void Measure_RelevantItemMovesUpOnePlace_NeverFalls()
    {
        if (!NeedsRelevant) return;
        foreach (var (ranked, relevant, grades) in Worlds(300))
            for (var i = 1; i < ranked.Length; i++)
            {
                if (!relevant.Contains(ranked[i]) || relevant.Contains(ranked[i - 1])) continue;
                int[] better = [.. ranked[..(i - 1)], ranked[i], ranked[i - 1], .. ranked[(i + 1)..]];
                Assert.True(Measure(better, relevant, grades) >= Measure(ranked, relevant, grades) - 1e-12);
            }
    }

    [Fact]
    public void Measure_IrrelevantItemsSwapped_StaysEqual()
    {
        if (!NeedsRelevant) return;
        foreach (var (ranked, relevant, grades) in Worlds(100))
        {
            int[] others = [.. ranked.Where(i => !relevant.Contains(i))];
            var (a, b) = (Array.IndexOf(ranked, others[0]), Array.IndexOf(ranked, others[^1]));
            int[] swapped = [.. ranked];
            (swapped[a], swapped[b]) = (ranked[b], ranked[a]);
            Assert.Equal(Measure(ranked, relevant, grades), Measure(swapped, relevant, grades), 12);
        }
    }

    static IEnumerable<(int[] Ranked, int[] Relevant, float[] Grades)> Worlds(int count)
    {
        for (var world = 0; world < count; world++)
        {
            var random = ((Seed)42).Derive(world).Stream();
            int[] ranked = [.. Enumerable.Range(0, Catalog)];
            random.Shuffle<int>(ranked);
            int[] relevant = [.. Enumerable.Range(0, Catalog)];
            random.Shuffle<int>(relevant);
            relevant = [.. relevant.Take(1 + random.NextInt(Catalog - 1)).Order()];
            var grades = new float[relevant.Length];
            for (var i = 0; i < grades.Length; i++) grades[i] = 1 + random.NextInt(3);
            yield return (ranked, relevant, grades);
        }
    }
}
