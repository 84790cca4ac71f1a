namespace Attune;

public sealed partial record Split
{
    /// <summary>
    /// K-fold cross-validation over events: every event is held out in exactly one of the splits. Folds are equal in size on average, not exactly.
    /// </summary>
    /// <param name="data">Any data; the splits together hold it <paramref name="folds"/> times.</param>
    /// <param name="folds">Number of splits, at least 2.</param>
    /// <param name="seed">Another seed, another draw.</param>
    public static IReadOnlyList<Split> Folds(Dataset data, int folds = 5, int seed = 42)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var method = Say($"folds:{folds}");
        var draws = Draw.ForEvents(data, seed, method);
        return [.. Enumerable.Range(0, folds).Select(f => Where(method, data, e => (int)(draws[e] * folds) == f) with { Fold = f + 1, Warnings = [LooksAhead] })];
    }

    /// <summary>
    /// K-fold cross-validation over users: every user with two or more events is unknown to training in exactly one of the splits, where the
    /// oldest four fifths of their events are <see cref="History"/> and the rest <see cref="Test"/>.
    /// </summary>
    /// <inheritdoc cref="Folds" path="/param"/>
    public static IReadOnlyList<Split> UserFolds(Dataset data, int folds = 5, int seed = 42)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var method = Say($"user-folds:{folds}");
        var draws = Draw.ForUsers(data, seed, method);
        return [.. Enumerable.Range(0, folds).Select(f => FoldIn(method, data, u => (int)(draws[u] * folds) == f) with { Fold = f + 1 })];
    }
}
