using System.Globalization;

namespace Attune;

/// <summary>
/// What a test user's list is made of where a protocol asks for less than the whole catalog: the held-out items and some negatives. Such numbers are
/// several times higher than those of a full ranking and can order models differently (Krichene and Rendle, "On Sampled Metrics for Item Recommendation",
/// KDD 2020); they are for comparison with that paper only. Immutable.
/// </summary>
public sealed class TestCandidates
{
    const string Drawn = "uniform:", New = "new-items";

    /// <summary>The text forms that <see cref="Parse"/> understands.</summary>
    public const string Forms = "uniform:99 (that many items that the user has not had, drawn for each user), new-items (all that nobody in training has), or a file of lines 'user item item …'";

    TestCandidates(string name, int count, Dataset? lists) => (Name, Count, Lists) = (name, count, lists);

    /// <summary>How it was asked for: <c>uniform:99</c>, <c>new-items</c>, or the name of the file.</summary>
    public string Name { get; }

    /// <summary>
    /// All items of the catalog that nobody in training has: the question which of the new ones somebody will like, in which the known ones, of which a model knows more, do not stand before them.
    /// </summary>
    public static TestCandidates NewItems { get; } = new(New, 0, null);

    /// <summary>How many negatives are drawn for each user; 0 where they are given.</summary>
    internal int Count { get; }

    /// <summary>Each user's negatives, where they are given.</summary>
    internal Dataset? Lists { get; }

    /// <summary>
    /// For each user this many different items, drawn with equal chances from those of the catalog that are neither in the user's history nor held out;
    /// all of them where there are fewer. The draw hangs on the user's id and <see cref="EvaluationOptions.Seed"/>.
    /// </summary>
    /// <param name="negatives">At least 1.</param>
    public static TestCandidates Uniform(int negatives)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(negatives, 1);
        return new(string.Create(CultureInfo.InvariantCulture, $"{Drawn}{negatives}"), negatives, null);
    }

    /// <summary>Given negatives: the items of each user's events. Every test user needs some.</summary>
    public static TestCandidates Of(Dataset negatives) => new(negatives.Name, 0, negatives);

    /// <summary>The candidates that a text asks for (<see cref="Forms"/>). Bad text is an <see cref="ArgumentException"/> that lists the forms.</summary>
    /// <param name="text">Such as "uniform:99", or the path of a file.</param>
    public static TestCandidates Parse(string text)
    {
        if (text == New) return NewItems;
        if (!text.StartsWith(Drawn, StringComparison.Ordinal))
            return File.Exists(text) ? Of(Dataset.FromFile(text, new SourceOptions { Format = "sequences" }))
                : throw new ArgumentException($"'{text}' is neither a file nor a way to draw candidates: ways are {Forms}.");
        return int.TryParse(text.AsSpan(Drawn.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var negatives) && negatives > 0 ? Uniform(negatives)
            : throw new ArgumentException($"'{text}' is not a way to draw candidates: the number must be whole and at least 1. Ways are {Forms}.");
    }
}
