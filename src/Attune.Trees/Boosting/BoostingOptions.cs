namespace Attune.Trees;

/// <summary>How an ensemble of trees is grown.</summary>
/// <param name="Trees">How many trees.</param>
/// <param name="Leaves">Leaves of a tree at most.</param>
/// <param name="LearningRate">What a tree counts of the step that it would take.</param>
/// <param name="LeastRows">Rows in a leaf at least.</param>
/// <param name="FeatureFraction">The share of the features that a tree may split on.</param>
/// <param name="Seed">Of the draw of features.</param>
sealed record BoostingOptions(int Trees, int Leaves, double LearningRate, int LeastRows, double FeatureFraction, int Seed);
