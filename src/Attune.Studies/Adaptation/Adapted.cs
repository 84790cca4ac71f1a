namespace Attune.Studies;

/// <summary>A model that was brought up to date, and what that took. Immutable.</summary>
/// <param name="Model">The model.</param>
/// <param name="Chosen">The numbers of the chunks that it learned from, ascending.</param>
/// <param name="Report">What the chosen are like; null where nothing was compared.</param>
/// <param name="SelectSeconds">Processor seconds for each thread of choosing, vectors included.</param>
/// <param name="TrainSeconds">The same of learning.</param>
/// <param name="Steps">Steps of the optimizer.</param>
sealed record Adapted(IRecommender Model, IReadOnlyList<int> Chosen, SubsetReport? Report, double SelectSeconds, double TrainSeconds, int Steps);
