namespace Attune.Studies;

/// <summary>NDCG beside hand calculations: gains of ratings and of likes, and who is left out of the mean.</summary>
static class NdcgMeasures
{
    static readonly double s_second = 1 / Math.Log2(3), s_third = 0.5;

    internal static double ByHand() => new[]
    {
        // Held out: 5 of grade 2, 7 of grade 4, 9 of grade 1. In the list stand 7, one that is not held out, 5.
        Of([7, 1, 5], [5, 7, 9], [2, 4, 1], binary: false) - (4 + 2 * s_third) / (4 + 2 * s_second + 1 * s_third),
        Of([7, 1, 5], [5, 7, 9], [2, 4, 1], binary: true) - (1 + s_third) / (1 + s_second + s_third),
        // The best order, whichever of two equal grades is first.
        Of([5, 7], [5, 7], [3, 3], binary: false) - 1,
        Of([7, 5], [5, 7], [3, 3], binary: false) - 1,
        Of([1, 2], [5], [3], binary: false),
        Of([], [5], [3], binary: true),
    }.Max(Math.Abs);

    // Of three users one has nothing held out. Popularity lists x before y; a holds out y, b holds out x and y.
    internal static double Skipped()
    {
        var builder = new DatasetBuilder { Name = "train" };
        foreach (var (user, item) in new[] { ("a", "z"), ("b", "z"), ("c", "x"), ("c", "y"), ("d", "x"), ("c", "z") }) builder.Add(new Interaction(user, item) { Value = 4 });
        var train = builder.Build();
        var held = new DatasetBuilder { Name = "test" };
        foreach (var (user, item, value) in new[] { ("a", "y", 5), ("b", "x", 1), ("b", "y", 4) }) held.Add(new Interaction(user, item) { Value = value });
        var (split, model) = (Split.Files(train, held.Build()), new Popularity().Fit(train));
        double Mean(bool grades) => Evaluation.Of(model, split, [Ndcg.At(10)], new EvaluationOptions { BootstrapSamples = 0, ValuesAsGrades = grades }, null).Metrics[0].Value;
        return Math.Max(Math.Abs(Mean(grades: false) - (s_second + 1) / 2), Math.Abs(Mean(grades: true) - (s_second + (1 + 4 * s_second) / (4 + s_second)) / 2));
    }

    static double Of(int[] list, int[] relevant, float[] grades, bool binary) => new Ndcg(10, binary).Measure(new RankedUser { Ranked = list, Relevant = relevant, Grades = grades });
}
