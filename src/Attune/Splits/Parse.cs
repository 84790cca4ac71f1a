using System.Globalization;

namespace Attune;

public sealed partial record Split
{
    /// <summary>The text forms that <see cref="Parse"/> understands, with their defaults.</summary>
    public const string Forms = "time:0.2, leave-last:1, user-random:0.2, random:0.2, folds:5, user-folds:5, new-users:0.2, new-items:0.2";

    /// <summary>
    /// The splits that a text asks for (<see cref="Forms"/>; without a number, that number): several for folds, one otherwise. Bad text is an
    /// <see cref="ArgumentException"/> that lists the forms.
    /// </summary>
    /// <param name="text">Such as "time:0.2".</param>
    /// <param name="data">What to part.</param>
    /// <param name="seed">For the random ones.</param>
    public static IReadOnlyList<Split> Parse(string text, Dataset data, int seed = 42)
    {
        var (name, value) = text.Split(':', 2) is [var n, var v] ? (n.Trim(), v.Trim()) : (text.Trim(), null);
        return name switch
        {
            "time" => [ByTime(data, Share())],
            "leave-last" => [LeaveLast(data, Whole(1, from: 1))],
            "user-random" => [UserRandom(data, Share(), seed)],
            "random" => [Random(data, Share(), seed)],
            "folds" => Folds(data, Whole(5, from: 2), seed),
            "user-folds" => UserFolds(data, Whole(5, from: 2), seed),
            "new-users" => [NewUsers(data, Share(), seed)],
            "new-items" => [NewItems(data, Share(), seed)],
            _ => throw Bad("there is no such split"),
        };

        double Share() => value is null ? 0.2
            : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share > 0 && share < 1 ? share
            : throw Bad($"the share '{value}' must be a number between 0 and 1");

        int Whole(int otherwise, int from) => value is null ? otherwise
            : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from ? number
            : throw Bad(Say($"'{value}' must be a whole number from {from}"));

        ArgumentException Bad(string why) => new($"'{text}' is not a way to split: {why}. Ways are {Forms}.");
    }
}
