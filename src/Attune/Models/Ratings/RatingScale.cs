using Attune.Numerics;

namespace Attune;

/// <summary>The ratings that a model of ratings was trained on, in three numbers: where predictions start and the range that they stay in.</summary>
readonly record struct RatingScale(float Mean, float Min, float Max)
{
    /// <summary>The scale of a rating matrix with at least one entry.</summary>
    internal static RatingScale Of(CsrMatrix ratings)
    {
        var (sum, min, max) = (0.0, float.PositiveInfinity, float.NegativeInfinity);
        foreach (var r in ratings.Values) (sum, min, max) = (sum + r, Math.Min(min, r), Math.Max(max, r));
        return new RatingScale((float)(sum / ratings.Count), min, max);
    }

    /// <summary>The scale that <see cref="Export"/> stored.</summary>
    internal static RatingScale Of(Weights weights) => weights.Float("scale", 3) is var s ? new RatingScale(s[0], s[1], s[2]) : default;

    /// <summary>The ratings of a data set; without any the model cannot be fitted.</summary>
    internal static CsrMatrix RatingsOf(Dataset data, ITrainer trainer) => data is { HasRatings: true, Ratings.Count: > 0 } ? data.Ratings
        : throw new DataException($"{data.Name} has no ratings, which {Options.NameOf(trainer.GetType())} needs. Map the rating column (--columns user=0,item=1,rating=2), or choose a model that learns from clicks, such as item-knn.");

    /// <summary>
    /// The ratings that a query brings itself, empty where it brings none: a history without <see cref="Query.Weights"/> says what was seen,
    /// not how it was liked.
    /// </summary>
    internal static History RatedHistory(Catalog catalog, Query query) => query is { History: not null, Weights: not null } ? catalog.HistoryOf(query) : default;

    /// <summary>
    /// A prediction inside [Min, Max]. Beyond either end, predictions keep their order within the last 0.00025 of the range: a hard clip would
    /// make ties of the best items of a generous user, and his list would be in the order of item ids.
    /// </summary>
    internal float Clip(float rating)
    {
        var range = Max - Min;
        if (range == 0) return Max;
        var edge = 0.00025f * range;
        return rating > Max - edge ? Max - edge / (1 + (rating - (Max - edge)) / range)
            : rating < Min + edge ? Min + edge / (1 + (Min + edge - rating) / range)
            : rating;
    }

    internal void Export(Weights weights) => weights.Add("scale", [Mean, Min, Max]);
}
