namespace Attune.Trees;

/// <summary>
/// An ensemble of binary trees as plain arrays: log-odds(row) = bias + Σ over trees of the leaf that the row falls into. A tree of s splits has s + 1 leaves; at a split a row goes below where its number is at most the threshold, else
/// (and where it is NaN) above. A child ≥ 0 is a split of the same tree, always a later one, so that a walk ends; a child c &lt; 0 is the leaf ~c. Splits and leaves of all trees lie one after another.
/// </summary>
sealed class BoostedTrees
{
    readonly int[] _splits, _features, _below, _above;
    readonly float[] _thresholds, _leaves;
    readonly float _bias;

    /// <summary>Takes the arrays as they are; what does not fit together is a <see cref="DataException"/>.</summary>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="splits">How many splits each tree has.</param>
    /// <param name="features">The number of a row that each split looks at.</param>
    /// <param name="thresholds">Of each split.</param>
    /// <param name="below">Where each split sends what is at most its threshold.</param>
    /// <param name="above">Where each split sends the rest.</param>
    /// <param name="leaves">Of all trees.</param>
    /// <param name="bias">Of the ensemble.</param>
    internal BoostedTrees(int width, int[] splits, int[] features, float[] thresholds, int[] below, int[] above, float[] leaves, float bias)
    {
        (_splits, _features, _thresholds, _below, _above, _leaves, _bias) = (splits, features, thresholds, below, above, leaves, bias);
        if (Fault(width) is { } fault) throw new DataException($"The trees of the saved model do not fit together: {fault}. The folder is damaged: train it again.");
    }

    /// <summary>No tree at all: every row has even odds.</summary>
    internal static BoostedTrees None { get; } = new(0, [], [], [], [], [], [], 0);

    internal int Count => _splits.Length;

    /// <summary>The log-odds of a row.</summary>
    internal double LogOdds(ReadOnlySpan<float> row)
    {
        var sum = (double)_bias;
        var (split, leaf) = (0, 0);
        foreach (var size in _splits)
        {
            var at = size == 0 ? -1 : 0;
            while (at >= 0) at = row[_features[split + at]] <= _thresholds[split + at] ? _below[split + at] : _above[split + at];
            sum += _leaves[leaf + ~at];
            split += size;
            leaf += size + 1;
        }
        return sum;
    }

    internal static BoostedTrees Read(Weights weights, int width) => new(width, weights.Integer("splits"), weights.Integer("features"), weights.Float("thresholds"),
        weights.Integer("below"), weights.Integer("above"), weights.Float("leaves"), weights.Float("bias", 1)[0]);

    internal void Export(Weights weights) => weights.Add("splits", _splits).Add("features", _features).Add("thresholds", _thresholds)
        .Add("below", _below).Add("above", _above).Add("leaves", _leaves).Add("bias", [_bias]);

    string? Fault(int width)
    {
        if (_splits.FirstOrDefault(s => s < 0) is < 0 and var negative) return $"a tree has {negative} splits";
        var count = _splits.Sum(s => (long)s);
        if (count != _features.Length || count != _thresholds.Length || count != _below.Length || count != _above.Length)
            return $"{count} splits have {_features.Length} features, {_thresholds.Length} thresholds and {_below.Length} and {_above.Length} children";
        if (count + _splits.Length != _leaves.Length) return $"{_splits.Length} trees of {count} splits have {_leaves.Length} leaves";
        if (!float.IsFinite(_bias) || !_leaves.All(float.IsFinite) || _thresholds.Any(float.IsNaN)) return "a leaf or a threshold is no number";
        var first = 0;
        foreach (var size in _splits)
        {
            for (var s = 0; s < size; s++)
            {
                if ((uint)_features[first + s] >= (uint)width) return $"a split looks at number {_features[first + s]} of rows of {width}";
                if (!Leads(s, _below[first + s], size) || !Leads(s, _above[first + s], size)) return $"split {s} of a tree of {size} leads to {_below[first + s]} and {_above[first + s]}";
            }
            first += size;
        }
        return null;
    }

    static bool Leads(int from, int to, int size) => to < 0 ? ~to <= size : to > from && to < size;
}
