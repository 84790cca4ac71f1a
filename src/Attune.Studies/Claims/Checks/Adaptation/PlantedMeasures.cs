using Attune.Neural;

namespace Attune.Studies;

/// <summary>
/// What choosing by gradients finds in made-up shops whose customers change their ways. All items are in both regimes and each has one usual follower, another one after the change: what is bought says nothing, what comes next everything.
/// </summary>
static class PlantedMeasures
{
    const double Budget = 0.2;

    static PlantedDrift Shop(int seed) => new() { Seed = seed, Items = 40, Shared = 1, Followers = 1, Faithful = 0.9, ChunkLength = 8 };

    static Hstu Options(int seed) => new() { Width = 16, Layers = 2, Dropout = 0.1, BatchSize = 32, Epochs = 20, LearningRate = 0.01, MaxLength = 8, Seed = seed };

    /// <summary>For each form how many times as many chunks of the new regime are in the fifth that is chosen as among all, the mean over so many shops. Five is the most there can be.</summary>
    /// <param name="forms">What chunks are compared as.</param>
    /// <param name="shops">How many made-up shops, and models trained on their old regimes.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <param name="trained">Whether the models have learned anything.</param>
    internal static double[] Enrichment(IReadOnlyList<string> forms, int shops, FitContext context, bool trained = true)
    {
        var found = new double[forms.Count];
        var quiet = new FitContext { Threads = context.ThreadCount, Cancellation = context.Cancellation };
        for (var seed = 1; seed <= shops; seed++)
        {
            var (world, options) = (Shop(seed).Make(), Options(seed));
            // A step of nothing leaves the network as it was drawn.
            var model = (trained ? options : options with { Steps = 1, LearningRate = 1e-7 }).Fit(world.Before.ToDataset(), quiet);
            for (var f = 0; f < forms.Count; f++)
            {
                using var seen = Representation.Dense(ChunkRepresenters.Of(model, forms[f], seed), world.Candidates, world.Reference, context: quiet);
                var scores = seen.Scores.ToArray();
                found[f] += world.Enrichment([.. Enumerable.Range(0, scores.Length).OrderByDescending(c => scores[c]).Take((int)Math.Round(Budget * scores.Length))]) / shops;
            }
        }
        return found;
    }
}
