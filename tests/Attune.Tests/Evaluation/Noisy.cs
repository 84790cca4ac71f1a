using Attune.Numerics;

namespace Attune.Tests;

/// <summary>Popularity under noise: an honest model with a seed whose quality falls with <see cref="Noise"/>.</summary>
sealed record Noisy : ITrainer
{
    public double Noise { get; init; } = 1;

    public int Seed { get; init; } = 42;

    public QueryParts Reads => QueryParts.User;

    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this, double.IsNegative(Noise) ? "noise must not be negative." : null);
        return Restore(Catalog.Of(data), new Weights());
    }

    public IRecommender Restore(Catalog catalog, Weights weights) =>
        new FixedScores((query, item) => (float)(catalog.Popularity[item] + Noise * ((Seed)Seed).Derive(query.User).Derive(item).Stream().NextDouble() * catalog.Users.Count))
            .Restore(catalog, weights);
}
