namespace Attune.Studies;

/// <summary>One side of a pair: what a model has reached, seed by seed, or a number. A number, and a model that draws none, is the same under every seed.</summary>
/// <param name="Name">The model, or the number in words.</param>
/// <param name="IsSeeded">Whether it differs from seed to seed.</param>
/// <param name="Values">What there is, by seed; failed and undefined cells are missing.</param>
sealed record ClaimSide(string Name, bool IsSeeded, IReadOnlyDictionary<int, double> Values)
{
    internal double Mean => Values.Count > 0 ? Values.Values.Average() : double.NaN;

    internal double? At(int seed) => IsSeeded ? Values.TryGetValue(seed, out var value) ? value : null : Values.Count > 0 ? Mean : null;
}
