using Attune.Numerics;

namespace Attune;

/// <summary>
/// What <see cref="RatingKnn"/> takes for the usual rating of a user or an item, and the ratings as seen from there: users × items, with the values that
/// are averaged over neighbours (<see cref="Averaged"/>) and those that similarities compare (<see cref="Compared"/>).
/// </summary>
sealed class RatingLevels
{
    readonly RatingKnn _options;

    // Of every user (Side user) or item (Side item); empty where the kind has none.
    readonly float[] _centres = [], _spreads = [];
    readonly float _spread = 1;

    internal RatingLevels(RatingKnn options, CsrMatrix ratings, RatingScale scale, float[] userBias, float[] itemBias)
    {
        (_options, Scale, UserBias, ItemBias) = (options, scale, userBias, itemBias);
        var residuals = options.Kind is RatingKnnKind.Baseline || options.Similarity is RatingSimilarity.PearsonBaseline
            ? With(ratings, (u, i, r) => r - scale.Mean - userBias[u] - itemBias[i]) : ratings;
        Compared = options.Similarity is RatingSimilarity.PearsonBaseline ? residuals : ratings;
        if (options.Kind is RatingKnnKind.Means or RatingKnnKind.ZScore)
        {
            var rows = options.Side is RatingKnnSide.User ? ratings : ratings.Transpose();
            _spread = options.Kind is RatingKnnKind.ZScore ? DeviationOf(ratings.Values, scale.Mean) : 1;
            (_centres, _spreads) = (new float[rows.Rows], new float[rows.Rows]);
            for (var x = 0; x < rows.Rows; x++) (_centres[x], _spreads[x]) = LevelOf(rows.RowValues(x));
        }
        Averaged = options.Kind switch
        {
            RatingKnnKind.Basic => ratings,
            RatingKnnKind.Baseline => residuals,
            _ when options.Side is RatingKnnSide.User => With(ratings, (u, _, r) => (r - _centres[u]) / _spreads[u]),
            _ => With(ratings, (_, i, r) => (r - _centres[i]) / _spreads[i]),
        };
    }

    internal RatingScale Scale { get; }

    internal float[] UserBias { get; }

    internal float[] ItemBias { get; }

    internal CsrMatrix Averaged { get; }

    internal CsrMatrix Compared { get; }

    /// <summary>Mean and spread of some ratings, as the kind sees them.</summary>
    internal (float Centre, float Spread) LevelOf(ReadOnlySpan<float> ratings)
    {
        var mean = ClusterMeans.MeanOf(ratings, Scale.Mean);
        if (_options.Kind is not RatingKnnKind.ZScore || ratings.Length == 0) return (mean, _spread);
        var deviation = DeviationOf(ratings, mean);
        return (mean, deviation > 0 ? deviation : _spread);
    }

    /// <summary>Centre and spread of a known item, for Side item.</summary>
    internal (float Centre, float Spread) LevelOfItem(int item) => (_centres[item], _spreads[item]);

    /// <summary>A rating of a user with this bias, as it is averaged where items are asked.</summary>
    internal float AveragedOfItem(int item, float rating, float bias) => _options.Kind switch
    {
        RatingKnnKind.Basic => rating,
        RatingKnnKind.Baseline => rating - Scale.Mean - bias - ItemBias[item],
        _ => (rating - _centres[item]) / _spreads[item],
    };

    static float DeviationOf(ReadOnlySpan<float> ratings, float mean)
    {
        var squares = 0.0;
        foreach (var r in ratings) squares += ((double)r - mean) * (r - mean);
        return (float)Math.Sqrt(squares / ratings.Length);
    }

    static CsrMatrix With(CsrMatrix ratings, Func<int, int, float, float> value)
    {
        var values = new float[ratings.Count];
        for (var u = 0; u < ratings.Rows; u++)
            for (var e = ratings.Offsets[u]; e < ratings.Offsets[u + 1]; e++) values[e] = value(u, ratings.ColumnIndices[e], ratings.Values[e]);
        return new CsrMatrix(ratings.Columns, [.. ratings.Offsets], [.. ratings.ColumnIndices], values);
    }
}
