namespace Attune;

/// <summary>Rows with what a model said of them and what came: what the metrics of clicks measure. Immutable; arrays are not copied and must not be changed.</summary>
public sealed class ScoredClicks
{
    readonly Lazy<int[]> _ascending, _byUser;

    /// <summary>Rows, aligned.</summary>
    /// <param name="scores">What was predicted; not NaN. A probability for log loss and calibration.</param>
    /// <param name="labels">1 for clicked, 0 for not.</param>
    /// <param name="weights">How much each row counts, above 0; null: all alike.</param>
    /// <param name="users">Number of each row's user from 0, or −1 where it is not known; null: nobody is known.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is out of range.</exception>
    public ScoredClicks(float[] scores, float[] labels, float[]? weights = null, int[]? users = null)
    {
        if (labels.Length != scores.Length || weights is { } w && w.Length != scores.Length || users is { } u && u.Length != scores.Length)
            throw new ArgumentException($"There are {scores.Length} scores, {labels.Length} labels, {weights?.Length ?? scores.Length} weights and {users?.Length ?? scores.Length} users; give one of each to every row.");
        for (var r = 0; r < scores.Length; r++)
        {
            if (float.IsNaN(scores[r])) throw new ArgumentException($"Row {r} has the score NaN; every row needs a number.", nameof(scores));
            if (labels[r] is not (0 or 1)) throw new ArgumentException($"Row {r} has the label {labels[r]}; labels are 1 and 0.", nameof(labels));
            if (weights is not null && !(weights[r] > 0 && float.IsFinite(weights[r]))) throw new ArgumentException($"Row {r} has the weight {weights[r]}, which must be finite and above 0.", nameof(weights));
        }
        (Scores, Labels, Weights, Users) = (scores, labels, weights, users);
        _ascending = new(() => Sorted(byUser: false));
        _byUser = new(() => Sorted(byUser: true));
    }

    /// <summary>What was predicted.</summary>
    public IReadOnlyList<float> Predicted => Scores;

    /// <summary>Number of rows.</summary>
    public int Count => Scores.Length;

    internal float[] Scores { get; }

    internal float[] Labels { get; }

    internal float[]? Weights { get; }

    internal int[]? Users { get; }

    /// <summary>The rows by ascending score.</summary>
    internal int[] Ascending => _ascending.Value;

    /// <summary>The rows by user and then ascending score.</summary>
    internal int[] ByUser => _byUser.Value;

    /// <summary>The weight of a row in a resample, in which it occurs <paramref name="times"/>[row] times; null: once.</summary>
    internal double WeightOf(int row, int[]? times) => (Weights is null ? 1.0 : Weights[row]) * (times is null ? 1 : times[row]);

    int[] Sorted(bool byUser)
    {
        int[] rows = [.. Enumerable.Range(0, Count)];
        var keys = new (int User, float Score)[Count];
        for (var r = 0; r < keys.Length; r++) keys[r] = (byUser ? Users![r] : 0, Scores[r]);
        Array.Sort(keys, rows);
        return rows;
    }
}
